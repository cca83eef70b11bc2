"""The page of the direct test: photos of a person on a table, and what they say together."""
