from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("chat", "0001_initial"), ("messaging", "0005_attachments")]

    operations = [migrations.DeleteModel(name="Picture")]
