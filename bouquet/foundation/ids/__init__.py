"""Keys that sort by time (UUIDv7) and short codes for addresses."""
