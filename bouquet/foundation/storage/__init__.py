"""Files on a local disk or in S3, behind one interface; nothing else in the house talks to object storage."""
