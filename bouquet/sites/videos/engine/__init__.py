"""What the videos site computes without a database: folding text for search, labels, curves."""
