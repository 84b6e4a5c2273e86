"""Things that others can speak of without knowing them: comment, report, notify about, find, recommend."""
