from django.apps import AppConfig


class TribesConfig(AppConfig):
    name = "bouquet.sites.tribes"
    label = "tribes"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from django.utils.translation import gettext_lazy as _

        from bouquet.capabilities.accounts.demo.seeds import register_seed
        from bouquet.capabilities.accounts.exporting import register_export
        from bouquet.capabilities.accounts.profiles import register_profile
        from bouquet.capabilities.accounts.providers import register_acquaintance
        from bouquet.capabilities.affinity.kinds import register_items
        from bouquet.capabilities.discovery.kinds import ListingType, register_audiences, register_listing
        from bouquet.capabilities.messaging.kinds import register_place
        from bouquet.capabilities.notifications.kinds import register_notice
        from bouquet.foundation.subjects.registry import register_kind
        from bouquet.foundation.tasks import schedule
        from bouquet.sites.tribes import listings, notices, policies, subjects, tasks
        from bouquet.sites.tribes.actions import addressing, attaching, counting, exporting, posting, ringing

        register_kind(subjects.TribeKind())
        register_place(subjects.TribePlace())
        register_kind(subjects.PostKind())
        register_profile(site="tribes", address=addressing.profile_address)
        register_acquaintance("tribes", policies.who_know)
        register_export("tribes", exporting.collect)
        tribes = ListingType("tribe", _("Tribes"), "users", "round")
        posts = ListingType("post", _("Posts"), "message-square-text", "square")
        register_listing(ringing.TRIBE, listings.collect_tribes, types=[tribes])
        register_listing(posting.POST, listings.collect_posts, types=[posts])
        register_audiences(listings.audiences_of)
        register_items(ringing.TRIBE, listings.collect_items)
        for notice in notices.NOTICES:
            register_notice(notice)
        register_seed("bouquet.sites.tribes.demo.seeding.seed", is_last=True)
        schedule.every(seconds=120, do=tasks.look_at_the_clock)
        schedule.every(seconds=3600, do=attaching.forget_unposted_videos)
        schedule.every(seconds=900, do=counting.count_the_week)
        schedule.every(seconds=3600, do=posting.erase_old)
