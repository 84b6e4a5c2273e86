"""People publish, watch, find and exchange videos.

Words: video, channel, reply, sending, visibility."""
