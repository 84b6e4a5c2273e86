"""The chat: rooms and conversations of the network."""
