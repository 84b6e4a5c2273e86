from django.db import migrations, models


class Migration(migrations.Migration):
    """A column that may be empty is added without building the table anew: the index of the words stays."""

    dependencies = [("discovery", "0002_index")]
    operations = [
        migrations.AddField("entry", "part_of", models.UUIDField(db_index=True, null=True)),
    ]
