"""Rooms and messages: a log that loses nothing, and the stream that carries it."""
