"""What is watched, counted so that it can be explained.

A watch page carries a ticket; pressing play exchanges it for a session; while the player runs, beacons say what was
seen. The live process writes them to a journal and the keeper counts from there.

Words: ticket (what a page may open sessions for), session (one play of one thing by one person), beacon, view, refusal,
retention (how far into it people stay)."""
