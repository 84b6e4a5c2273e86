"""Every page knows whether to lead a member to the desk, from the row it reads anyway."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0003_blocks_and_suspensions")]

    operations = [
        migrations.AddField(
            model_name="account",
            name="moderates",
            field=models.BooleanField(default=False, editable=False),
        ),
    ]
