"""What the pages of the app share: the state of a session, the work, and the pieces that show results."""
