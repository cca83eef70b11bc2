"""Who is measured, in which frame, and whether the photo can be used."""
