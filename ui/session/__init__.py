"""What one session knows, and the work on its photos."""
