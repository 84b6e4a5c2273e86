"""Eight blogs and forty posts, told in French."""
