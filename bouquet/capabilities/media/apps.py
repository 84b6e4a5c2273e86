from django.apps import AppConfig


class MediaConfig(AppConfig):
    name = "bouquet.capabilities.media"
    label = "media"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from bouquet.capabilities.media import tasks
        from bouquet.capabilities.media.actions import uploads
        from bouquet.foundation.tasks import schedule

        schedule.every(seconds=60, do=uploads.sweep)
        schedule.every(seconds=15, do=tasks.rescue_the_stuck)
