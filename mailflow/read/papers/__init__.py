"""Notes of a call and training sign-ups."""
