"""A fact is announced in the transaction that made it true, and delivered until every subscriber has taken it."""
