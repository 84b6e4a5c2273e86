"""Brands are data: `network.toml` says which exist, on which hosts, with which theme and sites."""
