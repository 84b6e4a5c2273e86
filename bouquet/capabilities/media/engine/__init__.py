"""The media engine: from any file to something that plays anywhere.

Pure functions on local paths, dataclasses in and out. Knows no Django, no database, no network.
Words: probe (what a file is), rung (one quality), piece (a stretch transcoded apart), segment, refusal (a code).
"""
