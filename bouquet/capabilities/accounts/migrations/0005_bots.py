"""Programs speak too: they have an author like everybody, who is found nowhere."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0004_who_moderates"),
    ]

    operations = [
        migrations.AddField(
            model_name="account",
            name="is_bot",
            field=models.BooleanField(default=False, editable=False),
        ),
    ]
