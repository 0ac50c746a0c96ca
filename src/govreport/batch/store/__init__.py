"""The store: tables, and the ledger of what is in them."""
