from django.apps import AppConfig


class DiscoveryConfig(AppConfig):
    name = "bouquet.capabilities.discovery"
    label = "discovery"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from django.utils.translation import gettext_lazy as _

        from bouquet.capabilities.accounts.exporting import register_export
        from bouquet.capabilities.discovery.actions import exporting, forgetting, related
        from bouquet.capabilities.discovery.kinds import ListingType, register_listing
        from bouquet.capabilities.discovery.listings import comments, people
        from bouquet.foundation.tasks import schedule

        person = ListingType("person", _("People"), icon="user-round", picture="round")
        comment = ListingType("comment", _("Comments"), icon="message-circle")
        register_listing(people.ACCOUNT, people.collect, types=[person])
        register_listing(comments.COMMENT, comments.collect, types=[comment])
        register_export("discovery", exporting.collect)
        schedule.every(seconds=120, do=people.welcome_newcomers)
        schedule.every(seconds=600, do=related.relate_the_oldest)
        schedule.every(seconds=86_400, do=forgetting.forget_unsaid_words)
