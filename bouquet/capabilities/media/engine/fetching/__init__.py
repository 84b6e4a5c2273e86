"""Fetching a file from an address a member typed, without ever being turned against the house's own network."""
