from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class EventsConfig(AppConfig):
    name = "bouquet.foundation.events"
    label = "events"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from bouquet.foundation.events import chores
        from bouquet.foundation.tasks import schedule

        autodiscover_modules("events", "subscribers")
        schedule.every(seconds=2, do=chores.redeliver)
        schedule.every(seconds=3600, do=chores.forget_settled)
