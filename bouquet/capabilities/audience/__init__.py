"""What is watched, counted so that it can be explained.

Words: session (one play of one thing by one person), beacon, view, refusal, retention."""
