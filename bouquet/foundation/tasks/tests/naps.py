"""A job that sleeps through its first run and comes out at once from the second."""

from __future__ import annotations

import time
from pathlib import Path

from django_tasks import task


@task()
def nap(diary: str) -> str:
    with Path(diary).open("a", encoding="utf-8") as lines:
        lines.write("asleep\n")
    if Path(diary).read_text(encoding="utf-8").count("asleep") == 1:
        time.sleep(60)
    return "rested"
