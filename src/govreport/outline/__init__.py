"""The parts of a report in a document, and what its frame states."""
