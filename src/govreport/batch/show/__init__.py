"""How a batch goes, and what it comes to."""
