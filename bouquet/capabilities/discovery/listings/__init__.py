"""What discovery itself lists: people, and what is said below things."""
