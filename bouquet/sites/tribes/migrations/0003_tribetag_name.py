from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('tribes', '0002_what_posts_carry'),
    ]

    operations = [
        migrations.AddField(
            model_name='tribetag',
            name='name',
            field=models.CharField(blank=True, default='', max_length=60),
        ),
    ]
