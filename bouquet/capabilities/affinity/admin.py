"""Affinity tags for the operator: named in both languages, with other ways to say them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from bouquet.capabilities.affinity.engine import words
from bouquet.capabilities.affinity.models import Tag, TagAlias


class TagForm(forms.ModelForm[Tag]):
    """The slug is made from the French name when it is left empty."""

    slug = forms.CharField(label=_("Slug"), required=False, max_length=words.LONGEST)

    class Meta:
        model = Tag
        fields = ["name_fr", "name_en", "slug", "is_kept", "is_refused"]

    def clean(self) -> dict[str, Any]:
        known = super().clean() or {}
        known["slug"] = words.slug_of(known.get("slug") or known.get("name_fr", ""))
        if not known["slug"]:
            raise ValidationError(_("Write a name with letters or digits."), code="empty")
        return known


class AliasForm(forms.ModelForm[TagAlias]):
    """Typed as people say it, kept as a slug."""

    slug = forms.CharField(label=_("Also said"), max_length=words.LONGEST)

    class Meta:
        model = TagAlias
        fields = ["slug"]

    def clean_slug(self) -> str:
        slug = words.slug_of(self.cleaned_data["slug"])
        if not slug:
            raise ValidationError(_("Write a name with letters or digits."), code="empty")
        if Tag.objects.filter(slug=slug).exists():
            raise ValidationError(_("This is a tag already: it cannot lead to another."), code="taken")
        return slug


class AliasInline(admin.TabularInline[TagAlias, Tag]):
    model = TagAlias
    form = AliasForm
    extra = 1


@admin.register(Tag)
class TagAdmin(admin.ModelAdmin[Tag]):
    """Tags that members made appear here, too: to be kept, named or refused."""

    form = TagForm
    list_display = ("name_fr", "name_en", "slug", "people", "is_kept", "is_refused")
    list_filter = ("is_kept", "is_refused")
    search_fields = ("slug", "name_fr", "name_en")
    ordering = ("-people", "slug")
    inlines = (AliasInline,)
