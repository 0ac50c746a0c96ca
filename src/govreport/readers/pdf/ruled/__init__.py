"""Tables with rulings (*lattice* elsewhere)."""
