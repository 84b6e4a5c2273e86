from django.apps import AppConfig
from django.utils.translation import gettext_lazy


class MessagingConfig(AppConfig):
    name = "bouquet.capabilities.messaging"
    label = "messaging"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from bouquet.capabilities.accounts.exporting import register_export
        from bouquet.capabilities.accounts.settings_pages import register_settings_page
        from bouquet.capabilities.messaging import notices, tasks
        from bouquet.capabilities.messaging.actions import attaching, delivering, exporting, forgetting
        from bouquet.capabilities.messaging.subjects import MessageKind, RoomKind
        from bouquet.foundation.subjects.registry import register_kind
        from bouquet.foundation.tasks import schedule

        register_kind(RoomKind())
        register_kind(MessageKind())
        notices.register()
        register_export("messaging", exporting.collect)
        register_settings_page(label=gettext_lazy("Tokens"), icon="terminal", route="messaging:tokens")
        schedule.every(seconds=3600, do=forgetting.erase_the_deleted)
        schedule.every(seconds=3600, do=attaching.keep_what_is_named)
        schedule.every(seconds=10, do=tasks.deliver_what_is_due)
        schedule.every(seconds=3600, do=delivering.forget_the_old)
