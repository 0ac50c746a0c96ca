"""What pages ask a store, in SQL: what they leave open goes in as parameters."""
