from django.apps import AppConfig


class TribesConfig(AppConfig):
    name = "bouquet.sites.tribes"
    label = "tribes"
    default_auto_field = "django.db.models.BigAutoField"
