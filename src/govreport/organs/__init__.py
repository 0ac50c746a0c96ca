"""Organs of government: their names."""
