"""Verbs of media, one file each."""
