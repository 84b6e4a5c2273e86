"""The shelves a new network begins with. The operator adds and renames them in /operator/."""

from django.db import migrations

CATEGORIES = [
    ("film", "Cinéma et animation", "Film and animation", "clapperboard"),
    ("music", "Musique", "Music", "music"),
    ("comedy", "Humour", "Comedy", "laugh"),
    ("news", "Actualité", "News", "newspaper"),
    ("sport", "Sport", "Sport", "trophy"),
    ("games", "Jeux vidéo", "Games", "gamepad-2"),
    ("travel", "Voyages", "Travel", "plane"),
    ("nature", "Nature et animaux", "Nature and animals", "paw-print"),
    ("food", "Cuisine", "Food", "chef-hat"),
    ("making", "Bricolage et savoir-faire", "Making and skills", "hammer"),
    ("learning", "Sciences et savoirs", "Science and learning", "graduation-cap"),
    ("people", "Vie quotidienne", "Everyday life", "users"),
]


def seed(apps, schema_editor):
    category = apps.get_model("videos", "Category")
    for position, (key, french, english, icon) in enumerate(CATEGORIES):
        category.objects.get_or_create(
            key=key, defaults={"names": {"fr": french, "en": english}, "icon": icon, "position": position}
        )


class Migration(migrations.Migration):
    dependencies = [("videos", "0001_initial")]
    operations = [migrations.RunPython(seed, migrations.RunPython.noop)]
