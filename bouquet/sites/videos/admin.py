"""What the operator keeps of videos: the shelves, and a look at what is there."""

from __future__ import annotations

from django import forms
from django.contrib import admin

from bouquet.sites.videos.models import Category, Video
from bouquet.sites.videos.models.category import SHELF_ICONS


class CategoryForm(forms.ModelForm[Category]):
    """An icon that the sprite does not draw would leave an empty place."""

    icon = forms.ChoiceField(choices=[(name, name) for name in SHELF_ICONS])


@admin.register(Category)
class CategoryAdmin(admin.ModelAdmin[Category]):
    """Names are JSON by language: `{"fr": "…", "en": "…"}`; French must be there."""

    form = CategoryForm
    list_display = ["key", "name", "icon", "position"]
    list_editable = ["position"]


@admin.register(Video)
class VideoAdmin(admin.ModelAdmin[Video]):
    """To look at: authors change their videos, through actions that tell the rest of the house."""

    list_display = ["title", "author", "state", "visibility", "published_at", "views_count"]
    list_filter = ["state", "visibility"]
    search_fields = ["code", "author__handle"]
    show_full_result_count = False
    list_select_related = ["author"]

    def has_add_permission(self, request: object) -> bool:
        return False

    def has_change_permission(self, request: object, obj: Video | None = None) -> bool:
        return False

    def has_delete_permission(self, request: object, obj: Video | None = None) -> bool:
        return False
