"""The resumable upload protocol tus 1.0.0 (https://tus.io/protocols/resumable-upload), as a small ASGI server.

Words: record (what is known of an upload, one JSON file), shelf (the folder of records and their bytes), gate (who may
upload, and what happens to a whole file). The offset of an upload is the length of its file: nothing else is written
while bytes arrive, so a process killed at any moment forgets nothing that the kernel took.
"""
