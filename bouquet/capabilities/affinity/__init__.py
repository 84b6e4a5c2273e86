"""What people like, learnt from what they say and, where they allow it, from what they do."""
