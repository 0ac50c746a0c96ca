"""Pages that are pictures, made into drawn pages by OCR."""
