"""Just enough of Django for a worker in a process of its own, on a database file that the test names."""

import os

INSTALLED_APPS = ["django_tasks", "django_tasks_db", "bouquet.foundation.tasks"]
DATABASES = {
    "default": {
        "ENGINE": "bouquet.foundation.sqlite",
        "NAME": os.environ["NAPS_DATABASE"],
        "OPTIONS": {"transaction_mode": "IMMEDIATE", "init_command": "PRAGMA journal_mode=WAL"},
    }
}
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
USE_TZ = True
SECRET_KEY = "tests only"
