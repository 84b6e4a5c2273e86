"""What is written in the first four blogs."""

from __future__ import annotations

from bouquet.sites.blogs.demo.telling import Diary, Told

FIRST_BLOGS = (
    Diary(
        "carnets-de-phare",
        "Carnets de phare",
        "Marées, grains de sable et tasses de thé",
        "Je garde un phare que personne ne m’a confié. J’y note la mer, le temps, et ce que les gens laissent sur la "
        "plage. Les jours de brouillard, j’écris plus long.",
        "yann",
        "table",
        ("#0b7fab", "#d7f3ff", "#04263a"),
        (
            Told(
                2.2,
                "Ce que la tempête a rendu",
                "La mer prend beaucoup et rend peu, mais mercredi elle a fait un effort. J’ai compté, entre la cale et "
                "la pointe : deux bouées, une chaise de jardin, onze bouteilles, et une boîte de craies presque sèches."
                "\n\n{two}\n\n## La chaise\n\nElle est revenue sur ses quatre pieds, tournée vers le large, comme si "
                "quelqu’un venait de se lever. Je l’ai laissée là. Dans l’après-midi, une dame s’y est assise, a "
                "regardé longtemps, puis elle est repartie sans la prendre.\n\n> La mer ne rapporte pas les objets. "
                "Elle les propose.\n\nLes craies, en revanche, sont chez moi. Demain, j’écris la hauteur des marées "
                "sur le mur de la cale, comme on le faisait ici avant les écrans.",
                "waves",
                "Des lignes de vagues bleues qui montent vers un ciel clair.",
                ("mer", "tempête", "plage"),
            ),
            Told(
                7.4,
                "Lire un annuaire de marées sans se tromper",
                "On me demande souvent à quelle heure on peut passer à pied. Voici ma méthode, apprise en rentrant "
                "deux fois mouillé.\n\n1. Prenez l’heure de la basse mer, pas celle de la pleine.\n2. Ajoutez une "
                "heure "
                "en été : les tables sont en temps universel.\n3. Comptez une heure avant, une heure après. Pas une "
                "minute de plus.\n\n| coefficient | passage |\n|---|---|\n| moins de 50 | ne passe pas |\n| 50 à 80 | "
                "une heure |\n| plus de 80 | deux heures, et de belles mares |\n\nEt si vous avez un doute, c’est que "
                "l’eau monte.",
                "hills",
                "Des collines sombres sous un soleil pâle, vues de la mer.",
                ("mer", "mode d’emploi"),
                is_pinned=True,
            ),
            Told(
                13.1,
                "Trois nuits sans électricité",
                "Le premier soir, on cherche des bougies. Le deuxième, on se couche tôt. Le troisième, on regarde par "
                "la fenêtre et l’on s’aperçoit qu’il y a des étoiles entre les étoiles.\n\n{two}\n\nQuand le "
                "courant est "
                "revenu, j’ai éteint quand même. Une heure, pour voir. Le frigo s’est plaint.",
                "rings",
                "Des cercles bleus et clairs qui se recouvrent, comme des lumières dans l’eau.",
                ("nuit", "étoiles"),
            ),
            Told(
                20.5,
                "Le thé de cinq heures, version grand vent",
                "Une théière qui ferme. Deux tasses lourdes. Un mur entre vous et l’ouest. Le reste est affaire de "
                "conversation, et le vent en a toujours.\n\nMaëlle est venue broder sur la cale : elle cherchait un "
                "bleu qui n’existe qu’à marée descendante. Elle l’a trouvé à 17 h 12, perdu à 17 h 15.",
                "table",
                "Des assiettes rondes posées sur une table sombre.",
                ("thé", "amis"),
            ),
            Told(
                31.0,
                "Pourquoi un carnet",
                "Parce que je dis les choses mieux quand personne ne m’attend au bout de la phrase. Parce que la mer "
                "change tous les jours et que je l’oublie. Et parce qu’un phare sans lumière a besoin d’une autre "
                "manière de faire signe.\n\nBienvenue. Essuyez vos pieds, ou pas.",
                "waves",
                "Des vagues régulières, bleues et blanches.",
                ("bienvenue",),
            ),
        ),
        followers=("ines", "maelle", "lea", "noor", "kenza", "sacha"),
        roll=(("Service hydrographique de la Marine", "https://www.shom.fr/"),),
    ),
    Diary(
        "la-plaque-et-demie",
        "La plaque et demie",
        "Bien manger dans quatre mètres carrés",
        "Une plaque qui marche, une qui hésite, et six personnes à table. Chaque recette dit son prix et ce qu’elle "
        "laisse à laver.",
        "fanny",
        "garden",
        ("#ea580c", "#ffedd5", "#2b1002"),
        (
            Told(
                1.3,
                "Pois cassés, oignons frits, trois casseroles de moins",
                "**1,40 € par personne, une seule casserole.**\n\nFaites fondre quatre oignons avec beaucoup de "
                "patience : "
                "vingt minutes, sans les remuer plus que nécessaire. Retirez-en la moitié. Dans le reste, versez les "
                "pois rincés, de l’eau, une feuille de laurier, et oubliez quarante minutes.\n\n{two}\n\nAu moment de "
                "servir, les oignons gardés passent sur la plaque qui hésite, avec un peu plus d’huile qu’on ne "
                "l’avoue. Ils deviennent bruns, presque noirs, et tout le monde en reprend.\n\n- **Le lendemain :** en "
                "galettes, avec une cuillère de farine.\n- **À laver :** une casserole, une poêle, six bols.",
                "table",
                "Des bols garnis, vus d’en haut, sur une table brune.",
                ("légumes secs", "moins de 2 €"),
            ),
            Told(
                6.0,
                "La soupe qui commence par la fin",
                "On dit toujours de faire revenir d’abord. Je fais l’inverse : tout dans l’eau, puis, à la fin, une "
                "poêle brûlante avec ail, piment, graines, et l’on verse le grésillement dans la soupe.\n\nLe bruit "
                "est "
                "la moitié du plaisir. Prévenez les voisins.",
                "rings",
                "Des cercles orange et crème, comme des bulles dans une casserole.",
                ("soupe", "moins de 2 €"),
            ),
            Told(
                12.6,
                "Un placard de huit choses",
                "Si je devais recommencer avec rien :\n\n1. riz rond\n2. pois chiches secs\n3. tomates en boîte\n4. "
                "oignons\n"
                "5. citron\n6. cumin\n7. huile d’olive\n8. une boîte de sardines pour les jours où l’on n’a pas "
                "envie\n\nAvec "
                "ces huit-là, j’ai compté vingt-trois plats différents. Le vingt-quatrième serait un gâteau, et il ne "
                "serait pas bon.",
                "pages",
                "Des rangées de bocaux colorés sur des étagères.",
                ("placard", "mode d’emploi"),
                author="rayan",
            ),
            Told(
                19.2,
                "Cuisiner pour six quand on a quatre assiettes",
                "Deux personnes mangent dans le couvercle. On tire au sort, et ceux qui perdent choisissent la "
                "musique.\n\n{two}\n\nLe secret d’un dîner n’est pas la vaisselle : c’est que le plat arrive chaud "
                "et que "
                "celle qui cuisine s’assoie. Alors je pose tout au milieu et je m’assois.",
                "table",
                "Une table avec cinq plats ronds, rouges et crème.",
                ("amis",),
            ),
            Told(
                28.8,
                "Bonjour, c’est petit mais asseyez-vous",
                "Ici, on parlera de recettes courtes, de marchés qui remballent et de ce que l’on peut faire d’une "
                "demi-plaque. Dites-moi ce que vous avez dans le placard, je vous dirai ce qu’on mange.",
                "leaves",
                "Des feuilles orange et brunes, serrées.",
                ("bienvenue",),
            ),
        ),
        authors=("rayan",),
        followers=("youssef", "lea", "mathis", "anouk", "karim", "lina", "adele"),
    ),
    Diary(
        "premier-rang",
        "Premier rang",
        "Le cinéma, de trop près",
        "Je m’assois devant. On voit les pores, les raccords et parfois le film. Une critique par semaine, jamais de "
        "note.",
        "camille",
        "studio",
        ("#8b5cf6", "#ede9fe", "#1a0b3d"),
        (
            Told(
                0.9,
                "Contre les films qui expliquent",
                "Il y a un moment, vers la cinquante-deuxième minute, où un personnage s’assoit et dit ce que nous "
                "venons de comprendre. C’est un moment triste. On avait tout : la lumière de la cuisine, les mains "
                "qui hésitent, le téléphone posé à l’envers. Et voilà qu’on nous le lit.\n\n{two}\n\nJe ne demande "
                "pas de "
                "mystère. Je demande qu’on me laisse une chaise. Les plus beaux films que j’ai vus cette année sont "
                "ceux qui s’arrêtaient une phrase trop tôt.",
                "town",
                "Des immeubles la nuit, aux fenêtres allumées.",
                ("critique", "scénario"),
            ),
            Told(
                8.3,
                "Éloge de la séance de 14 h",
                "Trois personnes dans la salle. Un monsieur qui dort, une étudiante qui prend des notes, et moi. On "
                "sort "
                "en plein jour et la rue a l’air mal éclairée.\n\nÀ 14 h, personne ne va au cinéma pour être vu. Il ne "
                "reste que le film.",
                "rings",
                "Des halos violets et blancs, comme un projecteur.",
                ("salles",),
            ),
            Told(
                15.7,
                "Le plan de la porte",
                "Comptez les portes dans un film : celles qu’on ouvre, celles qu’on ferme, celle qui reste "
                "entrebâillée "
                "jusqu’à la fin. Je l’ai fait pour douze films de ma liste. Les bons en ont peu, et l’on se "
                "souvient de "
                "chacune.\n\n```\nportes ouvertes   31\nportes claquées    7\nportes muettes     2\n```\n\nLes deux "
                "muettes sont dans le "
                "même film, et c’est le meilleur.",
                "town",
                "Une ville violette en trois rangées de façades.",
                ("mise en scène", "liste"),
            ),
            Told(
                22.9,
                "Pleurer au générique",
                "C’est mon sport. Le nom des électriciens, la chanson qu’on n’attendait pas, les lumières qui "
                "reviennent "
                "trop vite. Restez assis : ceux qui partent avant la fin n’ont vu que l’histoire.",
                "hills",
                "Des collines violettes dans la brume.",
                ("salles", "génériques"),
            ),
            Told(
                33.3,
                "Dernier rang, premier rang",
                "J’anime une tribu qui s’appelle « Dernier rang ». Ce carnet est l’autre bout de la salle : ce que "
                "j’écris "
                "quand je n’ai personne à convaincre.",
                "pages",
                "Des livres violets rangés serrés.",
                ("bienvenue",),
            ),
        ),
        followers=("leon", "hana", "elif", "jade", "sacha"),
    ),
    Diary(
        "encres",
        "Encres",
        "Carnets, plumes et romans de huit cents pages",
        "Je lis lentement, j’écris à la main, je recopie ici ce qui mérite de rester.",
        "elif",
        "paper",
        ("#b4232a", "#ffe9cf", "#2b0508"),
        (
            Told(
                3.6,
                "Comment j’ai fini un livre de neuf cents pages",
                "Vingt pages par jour, le matin, avant le téléphone. Les jours sans, on ne rattrape pas : on "
                "reprend où "
                "l’on était, comme une conversation.\n\n{two}\n\nAu bout de quarante-six jours, il n’y avait plus "
                "rien à "
                "droite. J’ai relu la première phrase. Elle avait changé.[^1]\n\n[^1]: Elle n’avait pas changé. C’est "
                "justement cela, lire.",
                "pages",
                "Des dos de livres rouges et crème sur trois étagères.",
                ("lecture", "romans"),
            ),
            Told(
                10.2,
                "Petit guide des encres qui sèchent vite",
                "Je suis gauchère. J’ai donc testé onze encres en écrivant onze fois la même phrase et en passant la "
                "main dessus.\n\n| encre | secondes avant la main |\n|---|---|\n| noire de bureau | 4 |\n| bleu "
                "nuit | 9 |\n| "
                "sépia | 14 |\n| la jolie verte | jamais |\n\nLa jolie verte est sublime. Elle est sur ma manche.",
                "leaves",
                "Des feuilles rouges, peintes comme à l’encre.",
                ("encre", "mode d’emploi"),
            ),
            Told(
                17.0,
                "Abandonner un livre est un droit",
                "Page 120, je l’ai refermé sans colère. Nous n’avions rien fait de mal, ni l’un ni l’autre. Il est "
                "dans "
                "une boîte à livres, place du marché, avec un mot : « Essayez, vous. »",
                "town",
                "Une place de village rouge et brune.",
                ("lecture",),
            ),
            Told(
                24.4,
                "Ce que disent les marges",
                "J’ai acheté d’occasion un roman annoté par quelqu’un qui n’était jamais d’accord. Au chapitre "
                "neuf, il "
                "écrit : « oui ». C’est le plus beau chapitre.",
                "pages",
                "Une bibliothèque aux tons chauds.",
                ("lecture", "trouvailles"),
            ),
            Told(
                35.5,
                "Première page",
                "Un carnet neuf fait peur. Alors je commence toujours par la deuxième page. La première, on l’écrit "
                "à la "
                "fin.",
                "waves",
                "Des lignes ondulées, rouges sur crème.",
                ("bienvenue",),
            ),
        ),
        followers=("hana", "sacha", "camille", "yann"),
    ),
)
