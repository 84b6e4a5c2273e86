"""What an import holds and what of it does not survive: the same words for the dry run and for the real one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Final

from bouquet.sites.blogs.engine.incoming.nouns import Loss, LossKind

# In the database and on pages; the shell prints all.
MOST_KEPT: Final = 3000


@dataclass
class Report:
    """`counts` are what is in the export; `made` what was new and is written now; `known` what was here before."""

    format: str
    title: str
    address: str = ""
    counts: Counter[str] = field(default_factory=Counter)
    made: Counter[str] = field(default_factory=Counter)
    losses: list[Loss] = field(default_factory=list)
    logins: list[tuple[str, str]] = field(default_factory=list)

    def lose(self, losses: Iterable[Loss]) -> None:
        """Note what an entry loses."""
        self.losses.extend(losses)

    def as_json(self, *, most: int | None = None) -> dict[str, Any]:
        """Plain values; at most `most` losses one by one, but all of them counted by their kind."""
        by_kind = Counter(str(loss.kind) for loss in self.losses)
        return {
            "format": self.format,
            "title": self.title,
            "address": self.address,
            "counts": dict(sorted(self.counts.items())),
            "made": dict(sorted(self.made.items())),
            "losses_count": len(self.losses),
            "losses_by_kind": dict(sorted(by_kind.items())),
            "losses": [loss_as_json(loss) for loss in self.losses[:most]],
            "authors": [{"login": login, "name": name} for login, name in self.logins],
        }


def loss_as_json(loss: Loss) -> dict[str, str]:
    """One loss as plain values."""
    return {"kind": str(loss.kind), "item": loss.item, "title": loss.title, "detail": loss.detail}


def loss_of_json(value: dict[str, str]) -> Loss:
    """Back again."""
    return Loss(LossKind(value["kind"]), value["item"], value["title"], value["detail"])
