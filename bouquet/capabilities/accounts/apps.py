from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "bouquet.capabilities.accounts"
    label = "accounts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from django.core.checks import register as register_check

        from bouquet.capabilities.accounts.actions import closing, copying, opening, own_export, signing_in, suspending
        from bouquet.capabilities.accounts.exporting import register_export
        from bouquet.capabilities.accounts.providers import check_provider
        from bouquet.capabilities.accounts.subjects import AccountKind
        from bouquet.foundation.subjects.registry import register_kind
        from bouquet.foundation.tasks import schedule

        register_check(check_provider)
        register_export("account", own_export.collect)
        register_kind(AccountKind())
        schedule.every(seconds=60, do=suspending.lift_what_is_due)
        schedule.every(seconds=3600, do=closing.erase_what_is_due)
        schedule.every(seconds=3600, do=opening.forget_unconfirmed)
        schedule.every(seconds=3600, do=copying.forget_old_copies)
        schedule.every(seconds=3600, do=signing_in.forget_the_old)
