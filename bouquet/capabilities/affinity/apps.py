from django.apps import AppConfig
from django.utils.translation import gettext_lazy


class AffinityConfig(AppConfig):
    name = "bouquet.capabilities.affinity"
    label = "affinity"
    verbose_name = gettext_lazy("Affinity")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from bouquet.capabilities.accounts.exporting import register_export
        from bouquet.capabilities.accounts.settings_pages import register_settings_page
        from bouquet.capabilities.affinity import tasks
        from bouquet.capabilities.affinity.actions import exporting, signals
        from bouquet.foundation.tasks import schedule

        register_settings_page(label=gettext_lazy("Your affinities"), icon="sparkles", route="affinity:profile")
        register_export("affinity", exporting.collect)
        schedule.every(seconds=300, do=tasks.train_when_due)
        schedule.every(seconds=86400, do=signals.forget_the_faded)
        schedule.every(seconds=6 * 3600, do=signals.forget_the_young)
