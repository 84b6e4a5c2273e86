from django.apps import AppConfig


class VideosConfig(AppConfig):
    name = "bouquet.sites.videos"
    label = "videos"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from bouquet.capabilities.accounts.demo.seeds import register_seed
        from bouquet.capabilities.accounts.exporting import register_export
        from bouquet.capabilities.accounts.profiles import register_profile
        from bouquet.foundation.tasks import schedule
        from bouquet.sites.videos.actions import addressing, counting, exporting, publishing, relating, removing

        register_profile(site="videos", address=addressing.channel_address)
        register_export("videos", exporting.collect)
        register_seed("bouquet.sites.videos.demo.seeding.seed")
        schedule.every(seconds=15, do=publishing.show_what_is_due)
        schedule.every(seconds=300, do=counting.rank_the_week)
        schedule.every(seconds=600, do=relating.refresh_the_watched)
        schedule.every(seconds=3600, do=removing.empty_the_bins)
