"""What edge is seen, what lies over it, and the most probable back behind it."""
