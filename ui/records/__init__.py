"""The records of clients in the app: their pages, and what a session keeps of them."""
