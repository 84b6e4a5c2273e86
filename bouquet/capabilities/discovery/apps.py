from django.apps import AppConfig


class DiscoveryConfig(AppConfig):
    name = "bouquet.capabilities.discovery"
    label = "discovery"
    default_auto_field = "django.db.models.BigAutoField"
