"""Excel 2007 and later (.xlsx): SpreadsheetML, ISO/IEC 29500."""
