"""Background jobs on the django-tasks API; a dead worker's jobs are taken over."""
