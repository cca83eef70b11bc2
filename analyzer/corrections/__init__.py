"""What a person may correct: points, level, height; and the back through the points that they placed."""
