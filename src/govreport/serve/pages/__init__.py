"""The pages: each a function of the store and of an address, that says what is shown and how."""
