"""What a whole export holds, found by reading it once before anything is written: who wrote, what is filed under what,
which pictures there are, and to whom each old address belongs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from bouquet.sites.blogs.engine.incoming.nouns import Entry, Head, Item, Lead, Loss, LossKind, Person, Picture, Term
from bouquet.sites.blogs.engine.incoming.wordpress import Album


@dataclass
class Survey:
    """All of an export but its words: a hundred thousand posts take some tens of megabytes.

    `owners` tells for each old address the key of the entry that is found there.
    """

    head: Head = field(default_factory=Head)
    people: dict[str, Person] = field(default_factory=dict)
    terms: dict[tuple[str, str], Term] = field(default_factory=dict)
    album: Album = field(default_factory=Album)
    owners: dict[str, str] = field(default_factory=dict)
    titles: dict[str, str] = field(default_factory=dict)
    counts: Counter[str] = field(default_factory=Counter)
    losses: list[Loss] = field(default_factory=list)
    leads: dict[str, str] = field(default_factory=dict)
    _ranks: dict[str, int] = field(default_factory=dict)

    @property
    def entries(self) -> int:
        """How many posts and pages there are."""
        return self.counts["posts"] + self.counts["pages"]

    def take(self, item: Item) -> None:
        """Note one thing."""
        match item:
            case Head():
                self.head = item
            case Person():
                self.people.setdefault(item.login, item)
            case Term():
                self.terms.setdefault((item.kind, item.slug), item)
            case Picture():
                self.album.add(item)
                self.counts["files"] += 1
            case Loss():
                self.losses.append(item)
            case Lead():
                self.leads.setdefault(item.path, item.goal)
            case Entry():
                self._entry(item)

    def _entry(self, entry: Entry) -> None:
        if entry.key in self.titles:
            self.losses.append(Loss(LossKind.DOUBLE, entry.key, entry.title))
            return
        self.titles[entry.key] = entry.title
        self.counts["pages" if entry.is_page else "posts"] += 1
        self.counts[{"draft": "drafts", "scheduled": "scheduled"}.get(entry.state, "published")] += 1
        self.counts["comments"] += len(entry.remarks)
        for kind, pairs in (("category", entry.categories), ("tag", entry.tags)):
            for slug, name in pairs:
                self.terms.setdefault((kind, slug), Term(kind, slug, name))
        if entry.login and entry.login not in self.people:
            self.people[entry.login] = Person(entry.login, entry.login)
        for rank, path in enumerate(entry.addresses):
            # Numbers and names at the end of the list may be wrong in old exports: whose real address it is, has it.
            if path not in self.owners or rank < self._ranks[path]:
                self.owners[path], self._ranks[path] = entry.key, rank

    def finish(self) -> None:
        """All was read: what only then can be told."""
        for picture in self.album.by_key.values():
            for path in picture.pages:
                self.owners.setdefault(path, "")
        self._ranks.clear()
        self.counts["authors"] = len(self.people)
        self.counts["categories"] = sum(kind == "category" for kind, _ in self.terms)
        self.counts["tags"] = sum(kind == "tag" for kind, _ in self.terms)
        self.counts["addresses"] = len(self.owners.keys() | self.leads.keys())


def survey(items: Iterable[Item]) -> Survey:
    """Read all of it. Raises Unreadable, with the line where it breaks."""
    found = Survey()
    for item in items:
        found.take(item)
    found.finish()
    return found
