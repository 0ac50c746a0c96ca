"""What there is in an archive."""
