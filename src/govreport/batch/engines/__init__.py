"""Engines: ways to run the kernel of :mod:`govreport.batch.worker` over many files."""
