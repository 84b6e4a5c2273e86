from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "bouquet.capabilities.accounts"
    label = "accounts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from bouquet.capabilities.accounts.actions import closing, copying, opening, own_export, signing_in
        from bouquet.capabilities.accounts.exporting import register_export
        from bouquet.foundation.tasks import schedule

        register_export("account", own_export.collect)
        schedule.every(seconds=3600, do=closing.erase_what_is_due)
        schedule.every(seconds=3600, do=opening.forget_unconfirmed)
        schedule.every(seconds=3600, do=copying.forget_old_copies)
        schedule.every(seconds=3600, do=signing_in.forget_the_old)
