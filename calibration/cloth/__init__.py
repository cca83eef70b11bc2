"""Bodies in simulated cloth, and the outlines that clothes make over them."""
