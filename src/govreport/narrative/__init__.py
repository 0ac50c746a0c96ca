"""The quantities of the running text, linked to figures where the words say so."""
