"""Which events exist, and who listens to each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import is_dataclass
from types import ModuleType
from typing import Any

Listener = Callable[[Any], None]


class Registry:
    """Filled while apps load their `events.py` and `subscribers.py`."""

    def __init__(self) -> None:
        self.classes: dict[str, type] = {}
        self._listeners: dict[str, dict[str, Listener]] = {}

    def name_of(self, event_class: type) -> str:
        """`videos.VideoPublished`: the app, then the class. Learning a name registers the class."""
        parts = event_class.__module__.split(".")
        app = parts[parts.index("events") - 1] if "events" in parts else parts[-1]
        name = f"{app}.{event_class.__name__}"
        self.classes.setdefault(name, event_class)
        return name

    def learn(self, module: ModuleType) -> None:
        """Know every event that an app's `events.py` declares, whether anybody listens to it or not."""
        for value in vars(module).values():
            if isinstance(value, type) and is_dataclass(value) and value.__module__ == module.__name__:
                self.name_of(value)

    def add(self, event_class: type, listener: Listener) -> None:
        key = f"{listener.__module__}.{listener.__qualname__}"
        self._listeners.setdefault(self.name_of(event_class), {})[key] = listener

    def listeners_of(self, name: str) -> dict[str, Listener]:
        """Listener by its dotted path, for the event called `name`."""
        return self._listeners.get(name, {})


registry = Registry()
