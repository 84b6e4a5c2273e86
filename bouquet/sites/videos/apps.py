from django.apps import AppConfig


class VideosConfig(AppConfig):
    name = "bouquet.sites.videos"
    label = "videos"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from bouquet.capabilities.accounts.demo.seeds import register_seed
        from bouquet.capabilities.accounts.exporting import register_export
        from bouquet.capabilities.accounts.profiles import register_profile
        from bouquet.capabilities.affinity.kinds import register_items
        from bouquet.capabilities.discovery.kinds import register_listing
        from bouquet.capabilities.messaging.kinds import register_place
        from bouquet.capabilities.notifications.kinds import register_notice
        from bouquet.foundation.subjects.registry import register_kind
        from bouquet.foundation.tasks import schedule
        from bouquet.sites.videos import listings, notices, subjects
        from bouquet.sites.videos.actions import addressing, counting, exporting, publishing, relating, removing
        from bouquet.sites.videos.engine.kinds import PLAYLIST, VIDEO

        register_profile(site="videos", address=addressing.channel_address)
        register_export("videos", exporting.collect)
        register_seed("bouquet.sites.videos.demo.seeding.seed")
        register_kind(subjects.VideoKind())
        register_place(subjects.PremierePlace())
        register_kind(subjects.PlaylistKind())
        register_listing(VIDEO, listings.collect_videos, types=[listings.VIDEO_TYPE])
        register_listing(PLAYLIST, listings.collect_playlists, types=[listings.PLAYLIST_TYPE])
        register_items(VIDEO, listings.collect_items)
        for notice in notices.NOTICES:
            register_notice(notice)
        schedule.every(seconds=15, do=publishing.show_what_is_due)
        schedule.every(seconds=300, do=counting.rank_the_week)
        schedule.every(seconds=600, do=relating.refresh_the_watched)
        schedule.every(seconds=3600, do=removing.empty_the_bins)
