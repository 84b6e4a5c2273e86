"""Comments and reactions on anything that is registered as a subject."""
