"""What a store holds in the files of other programs: Excel, CSV, Stata, SQLite."""
