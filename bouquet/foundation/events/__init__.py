"""A fact is announced in the transaction that made it true, and delivered after the commit until every subscriber took it."""
