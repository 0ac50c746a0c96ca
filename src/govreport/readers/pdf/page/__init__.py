"""What is drawn on a page: characters, rulings and pictures, told by pdfium."""
