from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("messaging", "0003_programs_and_films")]

    operations = [
        migrations.AddIndex(
            model_name="event",
            index=models.Index(fields=["room", "seq"], condition=Q(kind="member"), name="messaging_comings"),
        ),
    ]
