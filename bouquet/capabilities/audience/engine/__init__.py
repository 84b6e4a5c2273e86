"""Tickets and tokens, what was watched, the journal: everything that needs no database."""
