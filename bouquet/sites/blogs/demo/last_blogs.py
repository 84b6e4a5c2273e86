"""What is written in the last four blogs."""

from __future__ import annotations

from bouquet.sites.blogs.demo.telling import Diary, Told

LAST_BLOGS = (
    Diary(
        "neuf-kilos",
        "Neuf kilos",
        "Marcher loin avec peu",
        "Mon sac pèse neuf kilos, dont trois de fromage. Itinéraires, erreurs et météo vraie.",
        "enzo",
        "garden",
        ("#059669", "#e4f9c9", "#02221a"),
        (
            Told(
                4.4,
                "Trois jours dans le brouillard, et pourquoi j’y retourne",
                "Le premier jour, on voit ses chaussures. Le deuxième, on entend les cloches sans les vaches. Le "
                "troisième, tout se lève d’un coup à 15 h, et l’on découvre qu’on longeait un lac depuis le matin."
                "\n\n{two}\n\n- **Dénivelé :** 2 100 m\n- **Eau :** deux sources, une douteuse\n- **Fromage :** "
                "insuffisant",
                "hills",
                "Des crêtes vertes qui se perdent dans la brume.",
                ("randonnée", "itinéraire"),
            ),
            Told(
                11.8,
                "Ce que j’ai enlevé du sac",
                "Le deuxième pull. La troisième lampe. Le livre que je n’ai jamais ouvert en quatre voyages. La peur "
                "d’avoir froid, qui pesait le plus lourd.\n\nCe que j’ai gardé : une tasse en métal, parce qu’on "
                "boit du thé "
                "avec des inconnus, et que c’est pour cela qu’on marche.",
                "leaves",
                "Des feuilles vertes de toutes les tailles.",
                ("matériel", "léger"),
            ),
            Told(
                18.3,
                "Dormir dehors en novembre",
                "Deux matelas l’un sur l’autre, une bouteille d’eau chaude aux pieds, et personne n’attend de réponse "
                "avant huit heures. Au matin, le givre avait dessiné la toile de l’intérieur.",
                "rings",
                "Des ronds verts et blancs, comme du givre.",
                ("bivouac", "nuit"),
            ),
            Told(
                25.9,
                "Demander son chemin",
                "La carte dit : tout droit. Le vieux monsieur dit : tout droit, mais pas maintenant, il y a les "
                "vaches de "
                "Marcel. J’ai bu un café. Les vaches de Marcel sont passées.",
                "hills",
                "Un vallon vert sous un grand soleil.",
                ("rencontres",),
                author="romane",
            ),
            Told(
                36.4,
                "Le sac est prêt",
                "On raconte ici des marches ordinaires. Personne ne bat de record, sauf au goûter.",
                "hills",
                "Des collines vertes, l’une derrière l’autre.",
                ("bienvenue",),
            ),
        ),
        authors=("romane",),
        followers=("malo", "kenza", "jules", "dylan"),
    ),
    Diary(
        "reparer",
        "Réparer",
        "Douze centimes et trois soirées",
        "Synthés, lampes, grille-pain : ce qui grésille m’intéresse. On ouvre, on regarde, on referme, parfois ça "
        "marche.",
        "basile",
        "studio",
        ("#10b981", "#d1fae5", "#03231a"),
        (
            Told(
                5.1,
                "C’est toujours le condensateur",
                "Sauf quand c’est la soudure. Sauf quand c’est l’interrupteur. Mais commencez par le "
                "condensateur.\n\n{two}\n\n"
                "```python\nfor piece in machine:\n    if piece.is_swollen or piece.age > 30:\n        "
                "replace(piece)\n```\n\nCe "
                "programme a réparé quatre claviers et un ventilateur. Il ne tourne sur aucun ordinateur.",
                "rings",
                "Des cercles verts concentriques, comme un oscilloscope.",
                ("synthétiseurs", "panne"),
            ),
            Told(
                12.2,
                "Le grille-pain de ma grand-mère",
                "Elle l’avait acheté en 1971. Il grillait d’un seul côté, et nous retournions les tartines en "
                "riant. La "
                "résistance gauche était coupée depuis le début : un défaut d’usine, jamais signalé.\n\nJe l’ai "
                "réparé. Les "
                "tartines sont parfaites. Personne n’est content.",
                "table",
                "Des assiettes vertes sur une table.",
                ("cuisine", "panne"),
            ),
            Told(
                20.0,
                "Souder sans se brûler, enfin moins",
                "1. Étamez la panne.\n2. Chauffez la pièce, pas l’étain.\n3. Comptez deux secondes.\n4. Soufflez "
                "après, jamais "
                "pendant.\n5. Gardez un verre d’eau à portée. Pas pour boire.",
                "leaves",
                "Des formes vertes effilées.",
                ("mode d’emploi",),
            ),
            Told(
                27.3,
                "Une boîte à rythmes au marché",
                "Vingt euros, « ne marche pas, très belle ». Les deux étaient vrais. Il manquait un fil, long comme un "
                "ongle. Elle bat depuis mardi, un peu en retard, comme son vendeur.",
                "town",
                "Des façades vertes aux fenêtres claires.",
                ("synthétiseurs", "trouvailles"),
                author="theo",
            ),
            Told(
                37.7,
                "Ouvrir",
                "Un tournevis, une lampe, une assiette pour les vis. Le reste s’apprend. Apportez ce qui ne marche "
                "plus.",
                "rings",
                "Des cercles verts et noirs.",
                ("bienvenue",),
            ),
        ),
        authors=("theo",),
        followers=("ilyes", "karim", "dylan", "gabin"),
    ),
    Diary(
        "zelliges",
        "Zelliges",
        "La symétrie et ses défauts",
        "Carrelages, motifs, mathématiques douces. Je garde toujours le carreau qui ne va pas.",
        "noor",
        "dusk",
        ("#0f9d8a", "#f3c969", "#0a2b33"),
        (
            Told(
                2.8,
                "Dix-sept façons de couvrir un mur",
                "Il n’y en a pas dix-huit : c’est démontré depuis 1891. Toutes les frises infinies du monde, du "
                "tapis au "
                "papier peint, se rangent dans dix-sept familles. À Grenade, des artisans les connaissaient sans les "
                "compter.\n\n{two}\n\nJ’en cherche une par semaine dans mon quartier. J’en suis à neuf, dont une "
                "sur une grille "
                "d’égout.",
                "rings",
                "Des cercles bleu-vert et or qui s’entrecroisent.",
                ("motifs", "mathématiques"),
            ),
            Told(
                9.5,
                "Le carreau de travers",
                "Dans une cour de Tlemcen, un seul carreau est posé à l’envers. Le guide dit que c’est exprès. Le "
                "maçon dit "
                "que non. Moi, je n’ai regardé que lui.",
                "town",
                "Une ville bleu-vert aux fenêtres dorées.",
                ("motifs", "voyage"),
            ),
            Told(
                16.6,
                "Broder un pavage, avec Maëlle",
                "Elle compte les fils, je compte les axes. Nous ne sommes pas d’accord sur le milieu. Après deux "
                "soirées, le "
                "milieu a décidé seul.",
                "leaves",
                "Des feuilles bleu-vert et or.",
                ("broderie", "amis"),
                author="maelle",
            ),
            Told(
                23.7,
                "Les couleurs qui tremblent",
                "Posez du turquoise près d’un ocre, à clarté égale : le bord vibre. Les peintres l’évitent, les "
                "carreleurs le "
                "cherchent. C’est pour cela que les murs ont l’air de respirer.",
                "waves",
                "Des lignes ondulées bleu-vert et or.",
                ("couleurs",),
            ),
            Told(
                34.2,
                "Un premier carreau",
                "Le plus difficile est de choisir où commencer. Alors je commence au milieu, et j’assume.",
                "rings",
                "Un motif rond, or sur vert sombre.",
                ("bienvenue",),
            ),
        ),
        authors=("maelle",),
        followers=("ines", "lea", "chloe", "tomas"),
    ),
    Diary(
        "onze-etages",
        "Onze étages",
        "La vie d’un immeuble, sans ascenseur",
        "Portraits, rumeurs et boîtes aux lettres du 7, rue des Lices. Les noms sont changés, les marches sont vraies.",
        "lea",
        "dusk",
        ("#e84a8a", "#ffe0ec", "#3a0a24"),
        (
            Told(
                0.4,
                "Le mot dans l’ascenseur qui n’existe pas",
                "Il y a chez nous une cage d’ascenseur, vide depuis 1986. Quelqu’un y a scotché un mot : « En "
                "panne. Nous "
                "faisons le nécessaire. » C’est signé du syndic de l’époque.\n\n{two}\n\nHier, une main a ajouté : "
                "« Merci de "
                "votre patience. » Tout l’immeuble est passé lire.",
                "town",
                "Des façades roses et des fenêtres allumées, le soir.",
                ("immeuble", "mots"),
            ),
            Told(
                6.9,
                "Portrait du troisième gauche",
                "Il arrose ses plantes à minuit, pour ne pas gêner. L’eau coule sur le balcon du deuxième, où elle "
                "arrose "
                "aussi des plantes. Ils ne se sont jamais parlé. Les géraniums vont très bien.",
                "leaves",
                "Des feuilles roses et sombres.",
                ("portraits",),
            ),
            Told(
                14.5,
                "Inventaire de la boîte à livres du hall",
                "Quatre polars, un manuel de russe, trois exemplaires du même prix littéraire, et un carnet vierge "
                "où l’on "
                "écrit désormais ce qu’on pense des autres.",
                "pages",
                "Des livres roses et crème.",
                ("immeuble", "lecture"),
            ),
            Told(
                21.4,
                "Cent quatre-vingt-sept marches",
                "Je les ai comptées avec des courses. Il y en a deux de plus avec des courses.",
                "hills",
                "Des courbes roses comme des collines.",
                ("immeuble",),
            ),
            Told(
                30.1,
                "On emménage",
                "Je regarde plus que je ne publie. Mais l’immeuble, lui, n’arrête pas.",
                "town",
                "Une rangée de façades roses.",
                ("bienvenue",),
            ),
        ),
        followers=("ines", "karim", "maelle", "lina", "tomas", "adele"),
    ),
)
