"""Plain text, with the layouts in which converters and crawlers leave tables."""
