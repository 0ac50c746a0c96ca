"""Word processing: .docx, .doc and Rich Text."""
