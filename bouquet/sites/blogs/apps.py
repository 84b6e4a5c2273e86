from django.apps import AppConfig


class BlogsConfig(AppConfig):
    name = "bouquet.sites.blogs"
    label = "blogs"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from django.utils.translation import gettext_lazy as _

        from bouquet.capabilities.accounts.demo.seeds import register_seed
        from bouquet.capabilities.accounts.exporting import register_export
        from bouquet.capabilities.affinity.kinds import register_items
        from bouquet.capabilities.discovery.kinds import ListingType, register_listing
        from bouquet.capabilities.media.providers import register_mailbox
        from bouquet.capabilities.messaging.kinds import Offer, register_offer, register_place
        from bouquet.capabilities.notifications.kinds import register_notice
        from bouquet.foundation.brands.guests import register_guests
        from bouquet.foundation.subjects.registry import register_kind
        from bouquet.foundation.tasks import schedule
        from bouquet.sites.blogs import listings, notices, subjects
        from bouquet.sites.blogs.actions import (
            addressing,
            copying,
            domains,
            drafting,
            exporting,
            fetching_pictures,
            following,
            importing,
            newsletter,
            publishing,
        )

        register_seed("bouquet.sites.blogs.demo.seeding.seed")
        register_guests("blogs", addressing.guest_at)
        register_kind(subjects.BlogKind())
        register_kind(subjects.PostKind())
        register_place(subjects.BlogPlace())
        register_place(subjects.PostPlace())
        register_offer(Offer("blogs.post", _("Make a post of it"), drafting.OFFER_ICONS[0], drafting.address_from))
        register_export("blogs", copying.collect)
        blogs = ListingType("blog", _("Blogs"), icon="notebook-pen")
        articles = ListingType("article", _("Blog posts"), icon="newspaper")
        register_listing(addressing.BLOG, listings.collect_blogs, types=[blogs])
        register_listing(addressing.POST, listings.collect_posts, types=[articles])
        register_items(addressing.BLOG, listings.collect_items)
        for notice in notices.NOTICES:
            register_notice(notice)
        register_mailbox(newsletter.BOUNCES, newsletter.receive)
        schedule.every(seconds=20, do=publishing.publish_due)
        schedule.every(seconds=3600, do=publishing.erase_old)
        schedule.every(seconds=3600, do=following.forget_unconfirmed)
        schedule.every(seconds=600, do=domains.check_again)
        schedule.every(seconds=3600, do=fetching_pictures.fetch_again)
        schedule.every(seconds=3600, do=importing.forget_old)
        schedule.every(seconds=3600, do=exporting.forget_old)
