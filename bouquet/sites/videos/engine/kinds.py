"""How others name what is ours (`foundation.subjects`)."""

VIDEO = "videos.video"
PLAYLIST = "videos.playlist"
