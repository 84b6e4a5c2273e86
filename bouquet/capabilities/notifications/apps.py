from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "bouquet.capabilities.notifications"
    label = "notifications"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from django.utils.translation import gettext_lazy

        from bouquet.capabilities.accounts.exporting import register_export
        from bouquet.capabilities.accounts.settings_pages import register_settings_page
        from bouquet.capabilities.notifications import notices, tasks
        from bouquet.capabilities.notifications.actions import forgetting, own_export
        from bouquet.capabilities.notifications.kinds import register_notice
        from bouquet.foundation.tasks import schedule

        for kind in (notices.FOLLOWS, notices.FOLLOW_ASKS, notices.FOLLOW_ACCEPTANCES):
            register_notice(kind)
        register_settings_page(label=gettext_lazy("Notifications"), icon="bell", route="notifications:settings")
        register_export("notifications", own_export.collect)
        schedule.every(seconds=10, do=tasks.send_what_is_due)
        schedule.every(seconds=3600, do=forgetting.forget_the_old)
