"""What the blogs site computes without a database."""
