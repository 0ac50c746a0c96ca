"""Engines: ways to run the kernel of :mod:`govreport.batch.kernel` over many files."""
