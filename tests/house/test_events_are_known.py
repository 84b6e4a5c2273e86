"""Every event has an owner, says what happened, and carries ids."""

from __future__ import annotations

import dataclasses
import importlib
import inspect
import re
from collections.abc import Iterator

import pytest
from django.apps import apps
from django.utils.module_loading import module_has_submodule

from bouquet.config.environment import ROOT
from bouquet.foundation.events.payload import to_payload
from bouquet.foundation.events.registry import registry


def events() -> Iterator[tuple[str, type]]:
    for app in apps.get_app_configs():
        if (
            app.name.startswith("bouquet.")
            and module_has_submodule(app.module, "events")
            and "foundation" not in app.name
        ):
            module = importlib.import_module(f"{app.name}.events")
            for name, value in inspect.getmembers(module, inspect.isclass):
                if value.__module__ == module.__name__:
                    yield f"{app.label}.{name}", value


ALL = dict(events())


def test_there_are_events() -> None:
    assert ALL


@pytest.mark.parametrize("name", sorted(ALL))
def test_an_event_is_a_frozen_dataclass_of_ids(name: str) -> None:
    event = ALL[name]
    assert dataclasses.is_dataclass(event)
    # A dataclass without words of its own is given its signature for a docstring.
    assert event.__doc__ and not event.__doc__.startswith(f"{event.__name__}(")
    assert event.__dataclass_params__.frozen  # type: ignore[attr-defined]
    kinds = {"UUID", "str", "int", "float", "bool", "datetime", "date", "None"}
    for field in dataclasses.fields(event):
        said = str(field.type).replace("uuid.", "").replace("|", " ")
        assert set(said.split()) <= kinds, f"{field.name} is a {field.type}"


def test_what_is_listened_to_exists() -> None:
    assert {name for name in registry.classes if registry.listeners_of(name)} <= set(ALL)


def test_every_event_is_told_in_the_documentation() -> None:
    text = (ROOT / "docs" / "events.md").read_text(encoding="utf-8")
    assert set(re.findall(r"^\| `(\w+\.\w+)` \| \S", text, re.MULTILINE)) == set(ALL)


def test_the_operator_s_list_holds_every_event_also_those_nobody_listens_to() -> None:
    assert set(ALL) <= set(registry.classes)


def test_only_plain_values_travel() -> None:
    with pytest.raises(TypeError):
        to_payload(object())
