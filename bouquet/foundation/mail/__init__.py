"""Mail that goes out: text with its HTML; in the demo, a mailbox page instead of a post office."""
