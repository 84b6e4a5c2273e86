"""One index of everything that can be found on the network."""
