"""What the chat works out without a database."""
