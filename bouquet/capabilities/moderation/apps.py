from django.apps import AppConfig


class ModerationConfig(AppConfig):
    name = "bouquet.capabilities.moderation"
    label = "moderation"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from django.urls import reverse
        from django.utils.translation import gettext_lazy

        from bouquet.capabilities.accounts.exporting import register_export
        from bouquet.capabilities.accounts.profiles import register_person_item
        from bouquet.capabilities.accounts.providers import register_pace, register_refusal
        from bouquet.capabilities.moderation import notices, tasks
        from bouquet.capabilities.moderation.actions import forgetting, limiting, own_export, wording
        from bouquet.capabilities.moderation.classifiers import BayesClassifier, register_classifier
        from bouquet.foundation.tasks import schedule

        notices.register()
        register_pace(lambda account, verb: limiting.require_pace(account=account, verb=verb))
        register_refusal(wording.refusal_of_member)
        register_person_item(
            "report",
            label=gettext_lazy("Report"),
            icon="flag",
            address=lambda person: reverse("moderation:report", args=["accounts.account", person.pk]),
        )
        register_classifier(BayesClassifier())
        register_export("moderation", own_export.collect)
        schedule.every(seconds=24 * 3600, do=forgetting.forget_old)
        schedule.every(seconds=24 * 3600, do=tasks.train_later)
        schedule.every(seconds=6 * 3600, do=tasks.reckon_later)
