from django.apps import AppConfig


class ChatConfig(AppConfig):
    name = "bouquet.sites.chat"
    label = "chat"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from bouquet.capabilities.accounts.demo.seeds import register_seed
        from bouquet.capabilities.accounts.exporting import register_export
        from bouquet.capabilities.messaging.providers import register_room_page
        from bouquet.sites.chat.actions import addressing, exporting

        register_room_page(addressing.room_page)
        register_seed("bouquet.sites.chat.demo.seeding.seed")
        register_export("chat", exporting.collect)
