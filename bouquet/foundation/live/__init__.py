"""What is served outside Django: a small ASGI router, files with ranges, event streams, the anonymous pages."""
