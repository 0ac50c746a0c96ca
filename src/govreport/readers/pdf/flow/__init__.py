"""From pages to one flow: paragraphs and tables over page breaks."""
