"""Mail that comes in: an SMTP and LMTP door that spools to disk, and the parts of a message, with flat memory."""
