"""Reads that happen at every page: their SQL is written once a process."""
