"""Word 2007 and later (.docx): WordprocessingML, ISO/IEC 29500."""
