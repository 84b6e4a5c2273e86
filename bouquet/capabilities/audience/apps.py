from django.apps import AppConfig


class AudienceConfig(AppConfig):
    name = "bouquet.capabilities.audience"
    label = "audience"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from bouquet.capabilities.audience.actions import counting, forgetting
        from bouquet.foundation.tasks import schedule

        schedule.every(seconds=1, do=counting.take_journals)
        schedule.every(seconds=3600, do=forgetting.forget_old_sessions)
