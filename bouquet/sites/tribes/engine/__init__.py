"""What the site works out without its database: stickers, scores, addresses in short."""
