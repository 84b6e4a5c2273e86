"""What writers fill in about their blog."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from bouquet.sites.blogs.actions import reading
from bouquet.sites.blogs.actions.changing import MOST_IN_ROLL
from bouquet.sites.blogs.engine.slugs import is_label
from bouquet.sites.blogs.engine.themes import LOOKS
from bouquet.sites.blogs.models import Blog, Category, Role, Series, Tag
from bouquet.sites.blogs.models.blog import LONGEST_ABOUT, LONGEST_NAME

LANGUAGES = (("fr", "Français"), ("en", "English"))


class CategoryField(forms.ModelChoiceField[Category]):
    """A category, called with what it lies in."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(queryset=Category.objects.none(), **kwargs)

    def offer(self, categories: QuerySet[Category]) -> None:
        """These may be chosen."""
        self.queryset = categories.select_related("parent").order_by("name")

    def label_from_instance(self, category: Category) -> str:
        return f"{category.parent.name} › {category.name}" if category.parent else category.name


class OpenForm(forms.Form):
    """One step: a name is enough."""

    name = forms.CharField(label=_("Name of the blog"), max_length=LONGEST_NAME)
    slug = forms.CharField(
        label=_("Address"),
        max_length=40,
        required=False,
        help_text=_("Letters, digits and hyphens. Left empty, we make it from the name."),
        widget=forms.TextInput(attrs={"autocapitalize": "none", "spellcheck": "false"}),
    )
    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES)

    def clean_slug(self) -> str:
        slug: str = self.cleaned_data["slug"].strip().lower()
        if slug and not is_label(slug):
            raise ValidationError(_("3 to 40 letters, digits and single hyphens; some words are ours."))
        return slug


class WordsForm(forms.Form):
    """What it says of itself, and what it allows."""

    name = forms.CharField(label=_("Name of the blog"), max_length=LONGEST_NAME)
    tagline = forms.CharField(label=_("One line about it"), max_length=160, required=False)
    about = forms.CharField(
        label=_("About it"),
        max_length=LONGEST_ABOUT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Markdown is understood."),
    )
    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES)
    is_listed = forms.BooleanField(label=_("May be found in searches and lists"), required=False)
    takes_comments = forms.BooleanField(label=_("Posts may be commented"), required=False)
    takes_mentions = forms.BooleanField(label=_("Shows who elsewhere speaks of its posts"), required=False)
    sends_newsletter = forms.BooleanField(label=_("Sends new posts to followers by mail"), required=False)


class LookForm(forms.Form):
    """How it looks."""

    theme = forms.ChoiceField(label=_("Look"), choices=(), widget=forms.RadioSelect)
    header = forms.FileField(
        label=_("Picture on top"), required=False, help_text=_("Wide, at least 600 pixels; only pixels are kept.")
    )
    drop = forms.BooleanField(label=_("Take the picture away"), required=False)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        choices = [(look.key, f"{look.name}: {look.about}") for look in LOOKS]
        self.fields["theme"].choices = choices  # type: ignore[attr-defined]


class DomainForm(forms.Form):
    """A domain of its own."""

    domain = forms.CharField(
        label=_("Your domain"), max_length=253, required=False, help_text=_("For example blog.example.org")
    )


class ShelfForm(forms.Form):
    """A category or a series."""

    name = forms.CharField(label=_("Name"), max_length=80)
    about = forms.CharField(label=_("What belongs there"), max_length=500, required=False)
    parent: forms.ModelChoiceField[Category] = CategoryField(
        label=_("Inside the category"), required=False, help_text=_("Only categories lie in one another.")
    )

    def __init__(self, *args: Any, blog: Blog, shelf: Category | Series | Tag | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if shelf is not None and not isinstance(shelf, Category):
            del self.fields["parent"]
            return
        rooms = Category.objects.filter(blog=blog)
        if shelf is not None:
            rooms = rooms.exclude(pk__in=reading.below(shelf))
        cast(CategoryField, self.fields["parent"]).offer(rooms)


class BlogrollForm(forms.Form):
    """What the blog recommends, a line each."""

    links = forms.CharField(
        label=_("Blogs you recommend"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("One on each line: its name, a space, its address."),
    )

    def clean_links(self) -> list[tuple[str, str]]:
        found: list[tuple[str, str]] = []
        check = forms.URLField(assume_scheme="https", max_length=500)
        for line in filter(None, map(str.strip, self.cleaned_data["links"].splitlines())):
            name, _space, address = line.rpartition(" ")
            try:
                found.append((name.strip() or address, check.clean(address)))
            except ValidationError:
                raise ValidationError(
                    _("This line has no address at its end: %(line)s"), params={"line": line}
                ) from None
        if len(found) > MOST_IN_ROLL:
            raise ValidationError(_("Keep the %(most)s best."), params={"most": MOST_IN_ROLL})
        return found


class AskForm(forms.Form):
    """Somebody to write with."""

    handle = forms.CharField(label=_("Name of the member"), max_length=31, help_text=_("As in @ines"))
    role = forms.ChoiceField(
        label=_("What they do"),
        choices=[
            (Role.AUTHOR, _("Writes and publishes their own posts")),
            (Role.CONTRIBUTOR, _("Writes drafts; others publish them")),
            (Role.EDITOR, _("Looks after everything, as you do")),
        ],
    )
