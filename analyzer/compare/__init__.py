"""Several photos of one stance put together, and two occasions of one person compared."""
