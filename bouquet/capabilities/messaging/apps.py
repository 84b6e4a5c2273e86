from django.apps import AppConfig


class MessagingConfig(AppConfig):
    name = "bouquet.capabilities.messaging"
    label = "messaging"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from bouquet.capabilities.accounts.exporting import register_export
        from bouquet.capabilities.messaging import notices
        from bouquet.capabilities.messaging.actions import exporting, forgetting
        from bouquet.capabilities.messaging.subjects import MessageKind, RoomKind
        from bouquet.foundation.subjects.registry import register_kind
        from bouquet.foundation.tasks import schedule

        register_kind(RoomKind())
        register_kind(MessageKind())
        notices.register()
        register_export("messaging", exporting.collect)
        schedule.every(seconds=3600, do=forgetting.erase_the_deleted)
