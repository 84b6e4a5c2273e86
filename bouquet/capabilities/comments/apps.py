from django.apps import AppConfig


class CommentsConfig(AppConfig):
    name = "bouquet.capabilities.comments"
    label = "comments"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from bouquet.capabilities.accounts.exporting import register_export
        from bouquet.capabilities.comments import notices
        from bouquet.capabilities.comments.actions import exporting, forgetting
        from bouquet.capabilities.comments.subjects import CommentKind
        from bouquet.foundation.subjects.registry import register_kind
        from bouquet.foundation.tasks import schedule

        register_kind(CommentKind())
        notices.register()
        register_export("comments", exporting.collect)
        schedule.every(seconds=3600, do=forgetting.erase_the_deleted)
        schedule.every(seconds=3600, do=forgetting.forget_what_is_gone)
        schedule.every(seconds=600, do=forgetting.forget_old_steps)
