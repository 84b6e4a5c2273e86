from django.apps import AppConfig


class TasksConfig(AppConfig):
    name = "bouquet.foundation.tasks"
    label = "work"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from bouquet.foundation.tasks import pruning, schedule, takeover

        schedule.every(seconds=10, do=takeover.take_over_from_the_dead)
        schedule.every(seconds=3600, do=pruning.forget_finished_jobs)
