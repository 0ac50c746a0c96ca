"""Text labelled by hand, and how well the code reads it."""
