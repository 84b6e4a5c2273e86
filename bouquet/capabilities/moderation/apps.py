from django.apps import AppConfig


class ModerationConfig(AppConfig):
    name = "bouquet.capabilities.moderation"
    label = "moderation"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from bouquet.capabilities.accounts.exporting import register_export
        from bouquet.capabilities.moderation import notices, tasks
        from bouquet.capabilities.moderation.actions import forgetting, own_export
        from bouquet.capabilities.moderation.classifiers import BayesClassifier, register_classifier
        from bouquet.foundation.tasks import schedule

        notices.register()
        register_classifier(BayesClassifier())
        register_export("moderation", own_export.collect)
        schedule.every(seconds=24 * 3600, do=forgetting.forget_old)
        schedule.every(seconds=24 * 3600, do=tasks.train_later)
        schedule.every(seconds=6 * 3600, do=tasks.reckon_later)
