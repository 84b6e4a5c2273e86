from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "bouquet.capabilities.accounts"
    label = "accounts"
    default_auto_field = "django.db.models.BigAutoField"
