from django.apps import AppConfig


class MediaConfig(AppConfig):
    name = "bouquet.capabilities.media"
    label = "media"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from django.utils.translation import gettext_lazy

        from bouquet.capabilities.accounts.exporting import register_export
        from bouquet.capabilities.accounts.settings_pages import register_settings_page
        from bouquet.capabilities.media import tasks
        from bouquet.capabilities.media.actions import enclosures, exporting, linked_pages, photos, uploads
        from bouquet.foundation.tasks import schedule

        register_export("media", exporting.collect)
        register_settings_page(label=gettext_lazy("Videos by mail"), icon="mail-plus", route="media:mail_address")
        schedule.every(seconds=60, do=uploads.sweep)
        schedule.every(seconds=1800, do=photos.forget_what_nobody_kept)
        schedule.every(seconds=1800, do=enclosures.forget_what_nobody_kept)
        schedule.every(seconds=6 * 3600, do=linked_pages.forget_unlinked)
        schedule.every(seconds=15, do=tasks.rescue_the_stuck)
