"""Which reports are of one organ, and what follows over the years."""
