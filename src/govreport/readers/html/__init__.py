"""Web pages, and mail and web archives that hold them."""
