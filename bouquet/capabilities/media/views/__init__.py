"""Pages and fragments of media."""
