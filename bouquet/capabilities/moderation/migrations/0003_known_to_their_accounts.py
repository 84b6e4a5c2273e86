"""Accounts of the moderators there are know that they moderate."""

from django.db import migrations


def tell_accounts(apps, schema_editor):
    moderators = apps.get_model("moderation", "Moderator").objects.values("pk")
    apps.get_model("accounts", "Account").objects.filter(pk__in=moderators).update(moderates=True)


class Migration(migrations.Migration):
    dependencies = [("moderation", "0002_nobody_edits_the_log"), ("accounts", "0004_who_moderates")]

    operations = [migrations.RunPython(tell_accounts, migrations.RunPython.noop)]
