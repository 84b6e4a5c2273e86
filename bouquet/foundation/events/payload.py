"""Events to JSON and back."""

from __future__ import annotations

import dataclasses
import uuid
from datetime import date, datetime
from typing import Any, TypeVar, get_type_hints

Event = TypeVar("Event")


def to_payload(event: object) -> dict[str, Any]:
    """The fields of an event as JSON values; TypeError for anything that is not an id, a text, a number or a time."""
    if not dataclasses.is_dataclass(event) or isinstance(event, type):
        raise TypeError(f"{event!r} is not an instance of a dataclass.")
    return {field.name: _plain(getattr(event, field.name)) for field in dataclasses.fields(event)}


def from_payload(event_class: type[Event], payload: dict[str, Any]) -> Event:
    """The inverse of `to_payload`."""
    hints = get_type_hints(event_class)
    return event_class(**{name: _rich(value, hints[name]) for name, value in payload.items() if name in hints})


def _plain(value: Any) -> Any:
    if isinstance(value, uuid.UUID):
        return str(value)
    if isinstance(value, datetime | date):
        return value.isoformat()
    if value is None or isinstance(value, str | int | float | bool):
        return value
    raise TypeError(f"An event carries ids and plain values, not {type(value).__name__}.")


def _rich(value: Any, hint: Any) -> Any:
    if value is None:
        return None
    names = {getattr(part, "__name__", "") for part in (hint, *getattr(hint, "__args__", ()))}
    if "UUID" in names:
        return uuid.UUID(value)
    if "datetime" in names:
        return datetime.fromisoformat(value)
    if "date" in names:
        return date.fromisoformat(value)
    return value
