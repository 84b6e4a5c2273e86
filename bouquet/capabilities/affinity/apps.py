from django.apps import AppConfig


class AffinityConfig(AppConfig):
    name = "bouquet.capabilities.affinity"
    label = "affinity"
    default_auto_field = "django.db.models.BigAutoField"
