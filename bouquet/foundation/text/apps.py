from django.apps import AppConfig


class TextConfig(AppConfig):
    name = "bouquet.foundation.text"
    label = "text"
    default_auto_field = "django.db.models.BigAutoField"
