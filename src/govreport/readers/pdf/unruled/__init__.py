"""Tables without rulings, told by text that stands in line (*stream* elsewhere)."""
