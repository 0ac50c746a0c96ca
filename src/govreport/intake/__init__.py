"""What comes in: loaded, unwrapped, converted where asked for."""
