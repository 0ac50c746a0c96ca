"""The official forms: the catalogue of editions (data) and the matcher that reads tables by it."""
