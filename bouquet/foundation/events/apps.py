import sys

from django.apps import AppConfig, apps
from django.utils.module_loading import autodiscover_modules


class EventsConfig(AppConfig):
    name = "bouquet.foundation.events"
    label = "events"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from bouquet.foundation.events import chores
        from bouquet.foundation.events.registry import registry
        from bouquet.foundation.tasks import schedule

        autodiscover_modules("events", "subscribers")
        for app in apps.get_app_configs():
            if declared := sys.modules.get(f"{app.name}.events"):
                registry.learn(declared)
        schedule.every(seconds=2, do=chores.redeliver)
        schedule.every(seconds=3600, do=chores.forget_settled)
