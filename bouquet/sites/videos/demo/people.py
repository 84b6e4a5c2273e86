"""The people of the demo."""

from __future__ import annotations

from dataclasses import dataclass

PASSWORD = "bouquet-de-demo"  # noqa: S105  # it is printed at every start of the demo


@dataclass(frozen=True)
class Person:
    """`colours` are the three of their portrait and banner. `role` is said at the terminal."""

    handle: str
    name: str
    bio: str
    colours: tuple[str, str, str]
    follows: tuple[str, ...]
    role: str = "member"
    is_operator: bool = False
    is_private: bool = False

    @property
    def email(self) -> str:
        return f"{self.handle}@demo.m6.localhost"


PEOPLE = (
    Person(
        "ines",
        "Inès Carpentier",
        "Je filme ce que font les couleurs quand on les laisse tranquilles. Nantes.",
        ("#ff6a00", "#ffd9a0", "#2b0f3a"),
        ("karim", "maelle", "yann", "noor"),
        role="makes the most videos",
    ),
    Person(
        "karim",
        "Karim Belkacem",
        "Percussions, boucles et mathématiques du dimanche. Je réponds en vidéo plutôt qu’en mots.",
        ("#1f8a70", "#bedb39", "#06202a"),
        ("ines", "yann", "tomas"),
    ),
    Person(
        "lea",
        "Léa Fontanel",
        "Je regarde plus que je ne publie. Lyon, côté pentes.",
        ("#e84a8a", "#ffe0ec", "#3a0a24"),
        ("ines", "maelle", "noor", "tomas", "yann"),
    ),
    Person(
        "yann",
        "Yann Le Goff",
        "Gardien de phare par l’imagination. Vagues, marées, grains de sable.",
        ("#0b7fab", "#d7f3ff", "#04263a"),
        ("ines", "maelle"),
    ),
    Person(
        "maelle",
        "Maëlle Aubry",
        "Broderie numérique : un point, puis un autre, puis un million.",
        ("#7a3cff", "#c6ff3d", "#160a33"),
        ("noor", "ines", "karim"),
    ),
    Person(
        "tomas",
        "Tomás Ribeiro",
        "Lisbonne, puis Marseille. Automates cellulaires et vieux jeux vidéo.",
        ("#d9381e", "#ffe08a", "#2a0d07"),
        ("karim", "maelle", "yann"),
    ),
    Person(
        "noor",
        "Noor El Amrani",
        "Motifs, carrelages, zelliges. Je cherche la symétrie et je garde les défauts.",
        ("#0f9d8a", "#f3c969", "#0a2b33"),
        ("maelle", "ines", "lea"),
        is_private=True,
    ),
    Person(
        "odile",
        "Odile Marchand",
        "Je tiens la maison. Un souci ? Écrivez-moi.",
        ("#4f5d75", "#f2efe9", "#14181f"),
        ("ines", "karim", "lea", "yann", "maelle", "tomas", "noor"),
        role="operator",
        is_operator=True,
    ),
)


def person(handle: str) -> Person:
    """The person with this handle; StopIteration is impossible for one of the demo."""
    return next(one for one in PEOPLE if one.handle == handle)
