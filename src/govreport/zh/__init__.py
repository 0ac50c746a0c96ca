"""Chinese writing: text, numerals, quantities, dates and numbering. Knows nothing of reports."""
