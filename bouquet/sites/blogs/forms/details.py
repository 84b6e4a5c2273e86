"""What stands around the words of a post."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from bouquet.sites.blogs.actions.filing import MOST_TAGS
from bouquet.sites.blogs.forms.blog import CategoryField
from bouquet.sites.blogs.models import Blog, Category, Series


class DetailsForm(forms.Form):
    """Where it is filed, under which address, with which picture on top."""

    slug = forms.CharField(label=_("Address"), max_length=80)
    category = CategoryField(label=_("Category"), required=False)
    tags = forms.CharField(
        label=_("Tags"), max_length=400, required=False, help_text=_("Words with commas between them")
    )
    series: forms.ModelChoiceField[Series] = forms.ModelChoiceField(
        label=_("Series"), queryset=Series.objects.none(), required=False
    )
    series_position = forms.IntegerField(label=_("Place in the series"), min_value=0, max_value=999, required=False)
    cover = forms.FileField(label=_("Cover picture"), required=False)
    cover_alt = forms.CharField(label=_("What the picture shows"), max_length=500, required=False)
    drop_cover = forms.BooleanField(label=_("Take the cover away"), required=False)
    takes_comments = forms.BooleanField(label=_("May be commented"), required=False)

    def __init__(self, *args: Any, blog: Blog, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(CategoryField, self.fields["category"]).offer(Category.objects.filter(blog=blog))
        self.fields["series"].queryset = Series.objects.filter(blog=blog).order_by("name")  # type: ignore[attr-defined]

    def clean_tags(self) -> list[str]:
        found = [word.strip() for word in self.cleaned_data["tags"].split(",") if word.strip()]
        if len(found) > MOST_TAGS:
            raise ValidationError(_("Keep the %(most)s best."), params={"most": MOST_TAGS})
        return found


class ScheduleForm(forms.Form):
    """When it is published."""

    at = forms.DateTimeField(label=_("Day and time"), widget=forms.DateTimeInput(attrs={"type": "datetime-local"}))
