"""Bots, tokens, addresses that are told, and what a room watches together."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import Q

import bouquet.foundation.clock.clock
import bouquet.foundation.ids.keys

KEY = {
    "default": bouquet.foundation.ids.keys.new_key,
    "editable": False,
    "primary_key": True,
    "serialize": False,
}
NOW = {"default": bouquet.foundation.clock.clock.now}
CASCADE, PROTECT, SET_NULL = (
    django.db.models.deletion.CASCADE,
    django.db.models.deletion.PROTECT,
    django.db.models.deletion.SET_NULL,
)


class Migration(migrations.Migration):
    dependencies = [("messaging", "0002_search"), ("accounts", "0005_bots")]

    operations = [
        migrations.AddField(
            model_name="room",
            name="hooks_count",
            field=models.PositiveIntegerField(default=0, editable=False),
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
                    ("member", "Member"),
                    ("room", "Room"),
                    ("watch", "Watch"),
                    ("reset", "Reset"),
                ],
                max_length=10,
            ),
        ),
        migrations.CreateModel(
            name="Token",
            fields=[
                ("id", models.UUIDField(**KEY)),
                ("name", models.CharField(blank=True, max_length=60)),
                ("scopes", models.JSONField(default=list)),
                ("digest", models.CharField(max_length=64, unique=True)),
                ("tail", models.CharField(max_length=4)),
                ("made_at", models.DateTimeField(**NOW)),
                ("used_at", models.DateTimeField(null=True)),
                ("expires_at", models.DateTimeField(null=True)),
                ("revoked_at", models.DateTimeField(null=True)),
                ("account", models.ForeignKey(on_delete=CASCADE, related_name="+", to=settings.AUTH_USER_MODEL)),
            ],
            options={
                "indexes": [models.Index(fields=["account", "-made_at"], name="messaging_tokens_of")],
            },
        ),
        migrations.CreateModel(
            name="Bot",
            fields=[
                ("id", models.UUIDField(**KEY)),
                ("made_at", models.DateTimeField(**NOW)),
                ("retired_at", models.DateTimeField(null=True)),
                ("account", models.OneToOneField(on_delete=PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                (
                    "maker",
                    models.ForeignKey(
                        null=True, on_delete=SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("room", models.ForeignKey(on_delete=CASCADE, related_name="bots", to="messaging.room")),
            ],
        ),
        migrations.CreateModel(
            name="BotOrder",
            fields=[
                ("id", models.UUIDField(**KEY)),
                ("name", models.CharField(max_length=24)),
                ("hint", models.CharField(blank=True, max_length=80)),
                ("bot", models.ForeignKey(on_delete=CASCADE, related_name="orders", to="messaging.bot")),
                ("room", models.ForeignKey(on_delete=CASCADE, related_name="+", to="messaging.room")),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("room", "name"), name="messaging_order_once")],
            },
        ),
        migrations.CreateModel(
            name="Hook",
            fields=[
                ("id", models.UUIDField(**KEY)),
                ("address", models.CharField(max_length=500)),
                (
                    "hears",
                    models.CharField(
                        choices=[("all", "Everything"), ("orders", "Orders")], default="all", max_length=8
                    ),
                ),
                ("edition", models.PositiveIntegerField(default=1)),
                ("handed_seq", models.BigIntegerField(default=0)),
                ("is_on", models.BooleanField(default=True)),
                ("went_off_at", models.DateTimeField(null=True)),
                ("made_at", models.DateTimeField(**NOW)),
                ("bot", models.ForeignKey(on_delete=CASCADE, related_name="hooks", to="messaging.bot")),
                ("room", models.ForeignKey(on_delete=CASCADE, related_name="+", to="messaging.room")),
            ],
        ),
        migrations.CreateModel(
            name="Delivery",
            fields=[
                ("id", models.UUIDField(**KEY)),
                ("seq", models.BigIntegerField()),
                ("kind", models.CharField(max_length=10)),
                (
                    "state",
                    models.CharField(
                        choices=[("waiting", "Waiting"), ("done", "Done"), ("failed", "Failed")],
                        default="waiting",
                        max_length=8,
                    ),
                ),
                ("attempts", models.PositiveIntegerField(default=0)),
                ("due_at", models.DateTimeField(**NOW)),
                ("queued_at", models.DateTimeField(null=True)),
                ("status", models.PositiveIntegerField(null=True)),
                ("fault", models.CharField(blank=True, max_length=120)),
                ("made_at", models.DateTimeField(db_index=True, **NOW)),
                ("tried_at", models.DateTimeField(null=True)),
                ("hook", models.ForeignKey(on_delete=CASCADE, related_name="deliveries", to="messaging.hook")),
            ],
            options={
                "indexes": [
                    models.Index(fields=["due_at"], condition=Q(state="waiting"), name="messaging_deliveries_due")
                ],
                "constraints": [models.UniqueConstraint(fields=("hook", "seq"), name="messaging_delivered_once")],
            },
        ),
        migrations.CreateModel(
            name="Watching",
            fields=[
                (
                    "room",
                    models.OneToOneField(
                        on_delete=CASCADE, primary_key=True, related_name="+", serialize=False, to="messaging.room"
                    ),
                ),
                ("kind", models.CharField(max_length=40)),
                ("key", models.UUIDField()),
                ("is_playing", models.BooleanField(default=True)),
                ("at_seconds", models.FloatField(default=0)),
                ("since", models.DateTimeField(**NOW)),
                ("began_at", models.DateTimeField(**NOW)),
                ("host", models.ForeignKey(on_delete=CASCADE, related_name="+", to=settings.AUTH_USER_MODEL)),
            ],
        ),
    ]
