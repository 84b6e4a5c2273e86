from django.apps import AppConfig


class BlogsConfig(AppConfig):
    name = "bouquet.sites.blogs"
    label = "blogs"
    default_auto_field = "django.db.models.BigAutoField"
