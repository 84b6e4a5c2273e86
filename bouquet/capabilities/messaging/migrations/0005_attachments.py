from importlib import import_module

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import bouquet.foundation.clock.clock
import bouquet.foundation.ids.keys

search = import_module("bouquet.capabilities.messaging.migrations.0002_search")


class Migration(migrations.Migration):
    dependencies = [
        ("media", "0004_enclosures"),
        ("messaging", "0004_comings"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunPython(search.let_go, search.take_up),
        migrations.AddField(model_name="message", name="enclosed", field=models.JSONField(default=list)),
        migrations.AddField(
            model_name="message",
            name="linked",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="media.linkedpage"
            ),
        ),
        migrations.AddField(
            model_name="message", name="linked_thing", field=models.CharField(blank=True, max_length=80)
        ),
        migrations.AlterField(
            model_name="event",
            name="kind",
            field=models.CharField(
                choices=[
                    ("post", "Post"),
                    ("edit", "Edit"),
                    ("delete", "Delete"),
                    ("react", "React"),
                    ("unreact", "Unreact"),
                    ("pin", "Pin"),
                    ("unpin", "Unpin"),
                    ("standing", "Standing"),
                    ("unfold", "Unfold"),
                    ("member", "Member"),
                    ("room", "Room"),
                    ("watch", "Watch"),
                    ("reset", "Reset"),
                ],
                max_length=10,
            ),
        ),
        migrations.CreateModel(
            name="Attachment",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=bouquet.foundation.ids.keys.new_key, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("made_at", models.DateTimeField(default=bouquet.foundation.clock.clock.now)),
                ("swept_at", models.DateTimeField(db_index=True, default=bouquet.foundation.clock.clock.now)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "enclosure",
                    models.OneToOneField(
                        null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="media.enclosure"
                    ),
                ),
                (
                    "photo",
                    models.OneToOneField(
                        null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="media.photo"
                    ),
                ),
                (
                    "room",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="messaging.room"
                    ),
                ),
            ],
            options={"indexes": [models.Index(fields=["room", "made_at"], name="messaging_attached_in")]},
        ),
        migrations.RunPython(search.take_up, search.let_go),
    ]
