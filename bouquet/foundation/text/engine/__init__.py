"""Message catalogs: what the code says, what the translators answered, and what is wrong between the two."""
