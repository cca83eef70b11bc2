"""The page "Before and after": two visits of one person, in pictures that can be compared, and in numbers."""
