"""Files that hold files: archives, and the names in them."""
