"""What people write on pages of tribes."""
