"""A month in twelve tribes, told in French."""
