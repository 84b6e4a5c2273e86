"""What comments are made of, without a database: the palette, the cursors of long lists."""
