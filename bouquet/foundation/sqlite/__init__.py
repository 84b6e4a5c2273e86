"""Django's SQLite backend with a fair lock taken before a writing transaction begins."""
