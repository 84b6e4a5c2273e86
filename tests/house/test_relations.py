"""Model relations follow the floors: the linter cannot see the strings they are declared with."""

from __future__ import annotations

import tomllib

from django.apps import apps
from django.contrib.contenttypes.fields import GenericForeignKey

from bouquet.config.environment import ROOT

FLOORS = ("foundation", "capabilities", "sites")


def place_of(app: str) -> tuple[int, int]:
    """(floor, line on the floor), higher is further up; what others made lies below everything."""
    parts = app.split(".")
    if parts[0] != "bouquet":
        return (-1, 0)
    return (FLOORS.index(parts[1]), lines_of(parts[1]).index(parts[2]))


def lines_of(floor: str) -> list[str]:
    """Apps of a floor from the lowest line up, as the contract in pyproject.toml orders them."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
    layers = next(contract["layers"] for contract in contracts if contract["id"] == floor)
    return [app.strip() for layer in reversed(layers) for app in layer.replace("|", ":").split(":")]


def test_no_relation_points_up_or_sideways() -> None:
    wrong = []
    relations = 0
    for model in apps.get_models(include_auto_created=True):
        owner = model._meta.app_config.name
        if not owner.startswith("bouquet."):
            continue
        for field in model._meta.get_fields():
            related = field.related_model
            # A reverse relation is declared by the other model, and looked at there.
            if field.auto_created or related is None or isinstance(related, str):
                continue
            relations += 1
            target = related._meta.app_config.name
            if target != owner and place_of(target) >= place_of(owner):
                wrong.append(f"{model.__name__}.{field.name} in {owner} points to {target}")
    assert wrong == []
    assert relations > 10, "this test found hardly anything to look at"


def test_no_model_points_to_anything_at_all() -> None:
    """A generic relation knows no floor; what acts on anything is a registered subject instead."""
    generic = [
        f"{model.__name__}.{field.name}"
        for model in apps.get_models()
        if model._meta.app_config.name.startswith("bouquet.")
        for field in model._meta.private_fields
        if isinstance(field, GenericForeignKey)
    ]
    assert generic == []
