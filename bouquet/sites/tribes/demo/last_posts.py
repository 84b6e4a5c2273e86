"""What is said in the other six tribes."""

from __future__ import annotations

from bouquet.sites.tribes.demo.telling import Meeting, Said, Shot, Vote

LAST_POSTS = (
    Said(
        "plateau",
        "oscar",
        260,
        "Le coin des règles : racontez ici celle que tout le monde joue de travers. Je commence : non, on ne prend pas "
        "d’argent en passant par le parking.",
        is_pinned=True,
        love=0.5,
        replies=(
            ("amine", "Mon enfance vient de s’écrouler."),
            ("jade", "Chez ma grand-mère, le parking rapporte double."),
            ("oscar", "> Ta grand-mère a ses propres lois et je les respecte."),
        ),
    ),
    Said(
        "plateau",
        "jade",
        58,
        "Cinq heures de partie, une alliance trahie au dernier tour, et le chat a dormi sur la capitale.",
        photos=(
            Shot("tiles", "Un plateau de tuiles hexagonales violettes, jaunes et vertes."),
            Shot("tiles2", "Les mêmes tuiles de près, avec des pions ronds posés dessus."),
        ),
        love=0.7,
        replies=(("amine", "L’alliance, c’était moi. Je ne regrette rien."), ("lea", "Le chat a gagné.")),
    ),
    Said(
        "plateau",
        "amine",
        12,
        "Soirée jeux samedi, ambiance tranquille : on sort les coopératifs.",
        event=Meeting("Soirée jeux à la Croix-Rousse", 5, 19, 4, place="Café de la Soie, Lyon"),
        love=0.4,
        replies=(("oscar", "J’apporte les dés et l’explication en neuf minutes."),),
    ),
    Said(
        "fil-a-retordre",
        "paola",
        330,
        "Votre premier raté, en photo, s’il vous plaît. Voici le mien : un manteau dont les deux manches sont gauches.",
        is_pinned=True,
        love=0.8,
        replies=(
            ("chloe", "Un sac sans ouverture. Très solide."),
            ("louison", "Une trousse doublée à l’extérieur. Je l’utilise quand même."),
        ),
    ),
    Said(
        "fil-a-retordre",
        "chloe",
        44,
        "Deux chemises trouées, une jupe neuve. Il m’en reste les cols : des idées ?",
        photos=(Shot("cloth", "Un tissu à rayures roses et crème, plié en trois."),),
        love=0.6,
        replies=(
            ("maelle", "Brode-les et pose-les sur un pull uni."),
            ("paola", "Des colliers ! J’en ai fait un, je retrouve la photo."),
        ),
    ),
    Said(
        "fil-a-retordre",
        "maelle",
        7,
        "Ma brodeuse numérique a suivi une fleur point par point. Neuf minutes de patience, un film.",
        video="Rosace brodée",
        love=0.6,
        replies=(("chloe", "C’est hypnotique. Et le fil ne casse jamais ?"), ("maelle", "> Il casse. Hors champ.")),
    ),
    Said(
        "tetes-en-lair",
        "anouk",
        190,
        "Mémo pour débuter : 1. trouver la Grande Ourse. 2. Prolonger cinq fois le bord de la casserole. 3. Dire "
        "bonjour à la Polaire. 4. S’apercevoir qu’on a froid.",
        is_pinned=True,
        love=0.6,
        replies=(("gabin", "Trouvée hier pour la première fois !"), ("kenza", "> Bienvenue parmi les frileux.")),
    ),
    Said(
        "tetes-en-lair",
        "kenza",
        29,
        "Première lumière de mon télescope maison. Le miroir a un défaut, la Lune aussi.",
        photos=(
            Shot("moon", "La Lune presque pleine, grise et nette, sur un fond noir."),
            Shot("stars", "Un champ d’étoiles avec une traînée plus dense en diagonale."),
        ),
        love=0.9,
        replies=(
            ("anouk", "Les cratères du bord ! Tu l’as poli combien de temps ?"),
            ("kenza", "> Quarante heures et deux séries."),
            ("tomas", "Magnifique. On dirait un pixel très bien dessiné."),
        ),
    ),
    Said(
        "tetes-en-lair",
        "anouk",
        18,
        "Soirée d’observation sur la colline, repli au chaud s’il y a des nuages. Venez sans rien : on prête tout.",
        event=Meeting("Observation publique", 9, 21, 3, place="Colline de Pech David, Toulouse"),
        replies=(("gabin", "Je peux venir avec mon père ?"), ("anouk", "> Bien sûr, avec un pull chacun.")),
    ),
    Said(
        "dernier-rang",
        "camille",
        140,
        "Le film de dimanche : un noir et blanc de 1946, une heure vingt, aucun mot de trop.",
        photos=(Shot("screen", "Une salle de cinéma vide, l’écran allumé, des rangées de fauteuils rouges."),),
        love=0.5,
        replies=(("leon", "Vu quatre fois. J’y retourne."), ("yann", "La scène du phare, enfin quelqu’un qui sait.")),
    ),
    Said(
        "dernier-rang",
        "leon",
        21,
        "On garde le dimanche ?",
        poll=Vote("Le soir de la discussion", ("Dimanche 20 h 30", "Lundi 20 h 30", "Peu importe, je dors"), days=4),
    ),
    Said(
        "sac-a-dos",
        "romane",
        390,
        "Ma liste, 8,2 kg tout compris, trois jours d’automne. Demandez-moi le poids de n’importe quoi, je l’ai pesé.",
        is_pinned=True,
        love=0.6,
        replies=(
            ("enzo", "Le fromage ?"),
            ("romane", "> 640 g, Enzo. On en a déjà parlé."),
            ("malo", "Ma théière pèse 190 g et je ne m’excuserai pas."),
        ),
    ),
    Said(
        "sac-a-dos",
        "malo",
        75,
        "Trois jours de crêtes. J’ai marché lentement, j’ai vu un renard, un lever de soleil et mon propre souffle.",
        photos=(
            Shot("mountains", "Des crêtes bleues les unes derrière les autres, soleil rasant à droite."),
            Shot("mountains2", "Les mêmes crêtes au crépuscule, ciel orange puis violet."),
            Shot("forest", "Un sentier entre des sapins sombres, brume légère."),
        ),
        love=0.9,
        replies=(
            ("romane", "La deuxième. On y va quand ?"),
            ("enzo", "Le renard a mangé du fromage ?"),
            ("malo", "> Il a regardé. Longtemps."),
            ("yann", "De loin, on dirait la mer."),
        ),
    ),
    Said(
        "sac-a-dos",
        "enzo",
        24,
        "Tour des lacs avant la neige, deux nuits sous tente. Niveau moyen, rythme de Malo.",
        event=Meeting("Tour des lacs, deux nuits", 12, 8, 52, place="Gare d’Annecy"),
        love=0.4,
        replies=(("malo", "Mon rythme est un compliment ?"), ("romane", "J’en suis.")),
    ),
    Said(
        "sac-a-dos",
        "enzo",
        2,
        "Sondage pratique avant d’acheter.",
        poll=Vote("Réchaud", ("Gaz", "Alcool", "Feu de bois quand c’est permis", "Rien, du fromage"), days=6),
    ),
)
