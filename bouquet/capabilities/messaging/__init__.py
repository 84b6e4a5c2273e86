"""Rooms and messages. People come to talk: in open rooms, in those they were let into, or just the two of them.

Five words: a room; a member of it; an event, which is anything that happens in a room and has the next number of its
sequence; a message; a head, which is how a room stands in somebody's list. docs/protocol-messaging.md says how clients
speak to it.
"""
