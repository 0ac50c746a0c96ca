"""PDF: drawn pages in, paragraphs and tables out."""
