"""The time, from one place, so that tests can move it."""
