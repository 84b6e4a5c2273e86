"""What is said in the last three rooms."""

from __future__ import annotations

from bouquet.sites.chat.demo.telling import Line, Table

LAST_ROOMS = (
    Table(
        "Atelier réparation",
        "Apportez la panne, on apporte les questions. Photos bienvenues.",
        "public",
        ("basile", "theo", "ilyes", "karim", "dylan", "mathis", "gabin"),
        (
            Line(28.0, "basile", "Avant de demander : **débranchez**, photographiez, comptez les vis.", is_pinned=True),
            Line(27.5, "dylan", "Mon éclairage avant clignote quand je freine."),
            Line(27.4, "theo", "Masse commune. Suis le fil noir."),
            Line(27.3, "dylan", "Le fil noir est vert."),
            Line(27.2, "theo", "Alors suis le fil vert, avec méfiance.", hearts=4),
            Line(26.0, "dylan", "C’était bien la masse. Merci !"),
            Line(20.4, "ilyes", "Synthé qui chante faux à froid. Je l’accorde à chaud et il se venge."),
            Line(
                20.3, "basile", "Laisse-le allumé une heure avant de juger. Ça vaut pour beaucoup de monde.", hearts=3
            ),
            Line(15.6, "gabin", "On peut remplacer un condensateur 16 V par un 25 V ?"),
            Line(15.5, "basile", "Oui. L’inverse, une seule fois.", thread=8, hearts=5),
            Line(15.4, "gabin", "Compris, merci !", thread=8),
            Line(10.1, "karim", "Le potentiomètre crache. Bombe contact ou poubelle ?"),
            Line(10.0, "theo", "Bombe, dix tours dans chaque sens, et tu lui parles gentiment."),
            Line(9.9, "karim", "`10 tours` faits. Il ne crache plus, il chuchote.", quotes=12),
            Line(5.5, "mathis", "Atelier freins dimanche, j’ai une place et du café."),
            Line(2.4, "basile", "Grille-pain de 1971 réparé. J’ai fait des déçus.", hearts=2),
            Line(0.6, "ilyes", "Il me reste une vis. Je ne dis pas de quoi."),
        ),
    ),
    Table(
        "Comité du 7",
        "Les affaires de l’immeuble, entre nous.",
        "private",
        ("lea", "lina", "fanny", "adele", "hana"),
        (
            Line(25.2, "lea", "Ordre du jour : la cave, la boîte à livres, le mot de l’ascenseur."),
            Line(25.1, "lina", "Pour la cave, j’ai la clé. Enfin, une clé."),
            Line(25.0, "fanny", "La mienne ouvre la cave de la maison d’à côté. Je l’ai découvert hier.", hearts=3),
            Line(19.8, "hana", "J’ai mis deux polars dans la boîte et il en est sorti trois."),
            Line(14.2, "adele", "Le voisin du deuxième remercie celui du troisième pour les géraniums."),
            Line(14.1, "lea", "Ils se sont parlé ?"),
            Line(14.0, "adele", "Non. Il me l’a dit à moi, et je le dis ici.", hearts=4),
            Line(6.3, "lina", "Réunion jeudi, 20 h, chez Fanny. Apportez vos clés."),
            Line(6.2, "fanny", "Il y aura de la soupe. Elle grésille, ne sonnez pas aux pompiers."),
            Line(1.0, "lea", "Compte rendu : sept clés, aucune cave, très bonne soupe.", hearts=4, is_pinned=True),
        ),
    ),
    Table(
        "Un bleu de novembre",
        "Le projet d’Inès, Maëlle, Noor et Yann. Chut.",
        "secret",
        ("ines", "maelle", "noor", "yann"),
        (
            Line(21.0, "ines", "Je filme, Maëlle brode, Noor compte, Yann prévient quand la mer est prête."),
            Line(20.9, "noor", "Je compte quoi ?"),
            Line(20.8, "maelle", "Les points. Puis les vagues. Puis tu choisis.", quotes=1, hearts=2),
            Line(16.3, "yann", "Jeudi, 17 h 12. J’ai mis un réveil à la mer."),
            Line(16.2, "ines", "Je serai là à 16 h avec deux batteries et un thermos."),
            Line(15.3, "maelle", "Nous l’avons eu. Trois minutes. J’ai le fil exact."),
            Line(15.2, "ines", "J’ai le plan. Il tremble un peu, c’est le vent.", hearts=3),
            Line(10.4, "noor", "1 204 points, 61 vagues. Le rapport est presque joli."),
            Line(3.9, "ines", "Montage fini à 80 %. Il manque un silence."),
            Line(3.8, "yann", "J’en ai plein, passe quand tu veux.", hearts=3),
            Line(0.7, "maelle", "Première le mois prochain, sur Wideo. Personne ne sait encore."),
        ),
    ),
)
