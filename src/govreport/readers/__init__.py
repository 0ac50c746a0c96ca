"""Readers: one module a format, each ``read(data: bytes, limits: Limits) -> Document``."""
