"""Forty people. The first eight publish on Wideo and are named at the terminal; all of them are in tribes."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

PASSWORD = "bouquet-de-demo"  # noqa: S105  # it is printed at every start of the demo


@dataclass(frozen=True)
class Person:
    """`colours` are the three of their portrait and banner. `role` is said at the terminal."""

    handle: str
    name: str
    bio: str
    colours: tuple[str, str, str]
    follows: tuple[str, ...] = ()
    role: str = "member"
    is_operator: bool = False
    is_private: bool = False
    birth_date: date = field(default=date(1990, 1, 1))
    place: str = ""

    @property
    def email(self) -> str:
        return f"{self.handle}@demo.m6.localhost"


HOSTS = (
    Person(
        "ines",
        "Inès Carpentier",
        "Je filme ce que font les couleurs quand on les laisse tranquilles. Nantes.",
        ("#ff6a00", "#ffd9a0", "#2b0f3a"),
        ("karim", "maelle", "yann", "noor"),
        role="makes the most videos",
        birth_date=date(1999, 5, 14),
        place="Nantes",
    ),
    Person(
        "karim",
        "Karim Belkacem",
        "Percussions, boucles et mathématiques du dimanche. Je réponds en vidéo plutôt qu’en mots.",
        ("#1f8a70", "#bedb39", "#06202a"),
        ("ines", "yann", "tomas"),
        birth_date=date(1998, 2, 3),
        place="Rennes",
    ),
    Person(
        "lea",
        "Léa Fontanel",
        "Je regarde plus que je ne publie. Lyon, côté pentes.",
        ("#e84a8a", "#ffe0ec", "#3a0a24"),
        ("ines", "maelle", "noor", "tomas", "yann"),
        birth_date=date(2001, 9, 27),
        place="Lyon",
    ),
    Person(
        "yann",
        "Yann Le Goff",
        "Gardien de phare par l’imagination. Vagues, marées, grains de sable.",
        ("#0b7fab", "#d7f3ff", "#04263a"),
        ("ines", "maelle"),
        birth_date=date(1994, 11, 2),
        place="Brest",
    ),
    Person(
        "maelle",
        "Maëlle Aubry",
        "Broderie numérique : un point, puis un autre, puis un million.",
        ("#7a3cff", "#c6ff3d", "#160a33"),
        ("noor", "ines", "karim"),
        birth_date=date(1997, 7, 19),
        place="Nantes",
    ),
    Person(
        "tomas",
        "Tomás Ribeiro",
        "Lisbonne, puis Marseille. Automates cellulaires et vieux jeux vidéo.",
        ("#d9381e", "#ffe08a", "#2a0d07"),
        ("karim", "maelle", "yann"),
        birth_date=date(1996, 3, 30),
        place="Marseille",
    ),
    Person(
        "noor",
        "Noor El Amrani",
        "Motifs, carrelages, zelliges. Je cherche la symétrie et je garde les défauts.",
        ("#0f9d8a", "#f3c969", "#0a2b33"),
        ("maelle", "ines", "lea"),
        is_private=True,
        birth_date=date(2000, 12, 8),
        place="Paris",
    ),
    Person(
        "odile",
        "Odile Marchand",
        "Je tiens la maison. Un souci ? Écrivez-moi.",
        ("#4f5d75", "#f2efe9", "#14181f"),
        ("ines", "karim", "lea", "yann", "maelle", "tomas", "noor"),
        role="operator",
        is_operator=True,
        birth_date=date(1984, 6, 6),
        place="Paris",
    ),
)

# Handle, name, year of birth, place, colours, words about themselves.
_CROWD = (
    (
        "adele",
        "Adèle Morvan",
        2002,
        "Nantes",
        "#ff3d7f #ffd6e5 #2a0716",
        "Grimpeuse du mardi, boulangère du samedi. Je tombe souvent, je remonte toujours.",
    ),
    (
        "amine",
        "Amine Haddad",
        1999,
        "Lyon",
        "#2563eb #dbeafe #071a3d",
        "Meeples, cartes et règles maison. Je perds avec le sourire.",
    ),
    (
        "anouk",
        "Anouk Vidal",
        2004,
        "Toulouse",
        "#f59e0b #fff3c4 #2b1a02",
        "Étudiante en astrophysique. La tête dans les nuages, hélas souvent au sens propre.",
    ),
    (
        "basile",
        "Basile Chevreau",
        1997,
        "Rennes",
        "#10b981 #d1fae5 #03231a",
        "Je soude, je câble, ça grésille. Parfois ça fait de la musique.",
    ),
    (
        "camille",
        "Camille Roussel",
        2001,
        "Paris",
        "#8b5cf6 #ede9fe #1a0b3d",
        "Dernier rang, place du milieu. Je pleure aux génériques.",
    ),
    (
        "chloe",
        "Chloé Bertin",
        2003,
        "Bordeaux",
        "#ef4444 #fee2e2 #2b0606",
        "Couture de récupération. Rien ne se jette, tout se découd.",
    ),
    (
        "dylan",
        "Dylan Marchal",
        2000,
        "Lille",
        "#0ea5e9 #e0f2fe #03202f",
        "Vélotafeur par tous les temps, donc surtout sous la pluie.",
    ),
    (
        "elif",
        "Elif Kaya",
        1998,
        "Strasbourg",
        "#d946ef #fae8ff #2a0630",
        "Carnets, encres et romans de huit cents pages.",
    ),
    ("enzo", "Enzo Garnier", 2005, "Grenoble", "#65a30d #ecfccb #14230a", "Sac de neuf kilos, dont trois de fromage."),
    (
        "fanny",
        "Fanny Lemoine",
        1996,
        "Nantes",
        "#ea580c #ffedd5 #2b1002",
        "Cuisine pour six dans quatre mètres carrés.",
    ),
    (
        "farid",
        "Farid Benali",
        1995,
        "Marseille",
        "#0d9488 #ccfbf1 #042724",
        "Photographe la nuit, comptable le jour. Les deux sont une question de lumière.",
    ),
    ("gabin", "Gabin Leroy", 2009, "Angers", "#f43f5e #ffe4e6 #2f0710", "J’apprends la basse et les constellations."),
    ("hana", "Hana Suzuki", 2001, "Paris", "#14b8a6 #e6fffa #06302b", "Je lis dans le métro, je rate mes stations."),
    (
        "ilyes",
        "Ilyès Mansouri",
        2002,
        "Montreuil",
        "#6366f1 #e0e7ff #0f1140",
        "Boîtes à rythmes d’occasion et voisins patients.",
    ),
    (
        "jade",
        "Jade Perrin",
        2004,
        "Lyon",
        "#ec4899 #fce7f3 #310a20",
        "Je joue pour les histoires, jamais pour gagner. Enfin presque.",
    ),
    (
        "jules",
        "Jules Fournier",
        1999,
        "Nantes",
        "#84cc16 #f7fee7 #182607",
        "Ouvreur de voies à mi-temps, optimiste à plein temps.",
    ),
    (
        "kenza",
        "Kenza Saïdi",
        2000,
        "Toulouse",
        "#f97316 #ffedd5 #301304",
        "Télescope fait maison, thé à la menthe, patience.",
    ),
    (
        "leon",
        "Léon Dubreuil",
        1994,
        "Brest",
        "#0284c7 #e0f2fe #04233a",
        "Trois films par semaine, quatre quand il pleut.",
    ),
    (
        "lina",
        "Lina Rocha",
        2003,
        "Porto, puis Nantes",
        "#a855f7 #f3e8ff #22083f",
        "J’aime les blocs bleus et les gâteaux de riz.",
    ),
    (
        "louison",
        "Louison Petit",
        2009,
        "Tours",
        "#22c55e #dcfce7 #06280f",
        "Je couds mes trousses et j’en offre à tout le monde.",
    ),
    (
        "malo",
        "Malo Kerviel",
        1998,
        "Quimper",
        "#06b6d4 #cffafe #052a31",
        "Marcheur lent. J’arrive après les autres, mais j’ai vu le renard.",
    ),
    ("mathis", "Mathis Colin", 2001, "Dijon", "#e11d48 #ffe4e6 #33050f", "Je répare des vélos contre des tartes."),
    (
        "nina",
        "Nina Valette",
        1999,
        "Paris",
        "#7c3aed #ede9fe #1c0a40",
        "Pellicule 800, trépied de poche, dernier métro.",
    ),
    (
        "oscar",
        "Oscar Meunier",
        2000,
        "Lyon",
        "#f59e0b #fef3c7 #2f1d03",
        "J’explique les règles en moins de dix minutes. C’est mon talent.",
    ),
    ("paola", "Paola Ferri", 1997, "Nice", "#db2777 #fce7f3 #32061d", "Machine à coudre de 1962, toujours vaillante."),
    (
        "rayan",
        "Rayan Cherif",
        2004,
        "Saint-Denis",
        "#3b82f6 #dbeafe #081c40",
        "Pâtes, sauces, et une théorie sur chaque chose.",
    ),
    (
        "romane",
        "Romane Gilbert",
        2002,
        "Annecy",
        "#059669 #d1fae5 #032419",
        "Bivouac dès que possible, douche quand il faut.",
    ),
    (
        "sacha",
        "Sacha Blum",
        1996,
        "Strasbourg",
        "#9333ea #f3e8ff #24073f",
        "Science-fiction des années soixante, thé noir, notes en bas de page.",
    ),
    (
        "salome",
        "Salomé Guérin",
        2001,
        "Rennes",
        "#fb7185 #fff1f2 #370a14",
        "Je tiens le stylo à la réunion des cyclistes en colère polie.",
    ),
    ("theo", "Théo Lambert", 1998, "Bordeaux", "#eab308 #fef9c3 #2d2103", "Filtre passe-bas, filtre à café."),
    ("youssef", "Youssef Amrani", 2003, "Montpellier", "#16a34a #dcfce7 #052611", "Un marché, une poêle, dix minutes."),
    (
        "zoe",
        "Zoé Marchetti",
        2000,
        "Marseille",
        "#f472b6 #fdf2f8 #330a21",
        "Je collectionne les enseignes au néon, en photo seulement.",
    ),
)


def _of_the_crowd(number: int, row: tuple[str, str, int, str, str, str]) -> Person:
    handle, name, year, place, colours, bio = row
    bright, light, dark = colours.split()
    # Friends of friends: each follows three others, the next ones round the table.
    around = [_CROWD[(number + step) % len(_CROWD)][0] for step in (1, 4, 9)]
    born = date(year, 1, 1) + timedelta(days=(number * 37) % 365)
    return Person(handle, name, bio, (bright, light, dark), tuple(around), birth_date=born, place=place)


CROWD = tuple(_of_the_crowd(number, row) for number, row in enumerate(_CROWD))
PEOPLE = (*HOSTS, *CROWD)


def person(handle: str) -> Person:
    """The person with this handle; StopIteration is impossible for one of the demo."""
    return next(one for one in PEOPLE if one.handle == handle)
