"""`bin/manage messages`: what is found, kept, and said to be wrong."""

from __future__ import annotations

import gettext
from pathlib import Path
from typing import Any

import pytest
from babel.messages.catalog import Catalog

from bouquet.foundation.text.engine.catalogs import as_text, catalog_file, compile_catalogs, merge, read_catalog
from bouquet.foundation.text.engine.extracting import texts_of
from bouquet.foundation.text.engine.proofreading import faults_of

NNBSP = "\u202f"
NBSP = "\u00a0"


@pytest.fixture
def app(tmp_path: Path) -> Path:
    """An app with texts in its code and in a template."""
    app = tmp_path / "sites" / "teas"
    (app / "templates" / "teas").mkdir(parents=True)
    (app / "tests").mkdir()
    (app / "views.py").write_text(
        "from django.utils.translation import gettext, ngettext_lazy, pgettext\n"
        'gettext("Good evening")\n'
        'ngettext_lazy("%(count)s cup", "%(count)s cups", 2)\n'
        'pgettext("of a pot", "Lid")\n'
        "gettext(found_while_running)\n"
    )
    (app / "templates" / "teas" / "pot.html").write_text(
        '{% translate "Pour" %} {% translate "Lid" context "of a road" as lid %} {{ _("Drink") }}\n'
        "{% blocktranslate trimmed with name=pot.name %}\n  {{ name }} is\n  100 % hot\n{% endblocktranslate %}\n"
        "{% blocktranslate count cups=cups %}One cup{% plural %}{{ cups }} cups{% endblocktranslate %}\n"
    )
    (app / "tests" / "test_pot.py").write_text('gettext("Only in a test")\n')
    return app


def answered(app: Path, **answers: Any) -> Catalog:
    texts = texts_of(app)
    catalog = merge(texts, Catalog(locale="fr"))
    for message in catalog:
        singular = message.id if isinstance(message.id, str) else message.id[0] if message.id else ""
        if singular in answers:
            message.string = answers[singular]
    return catalog


def test_every_kind_of_text_is_found(app: Path) -> None:
    found = {(message.id, message.context) for message in texts_of(app) if message.id}
    assert found == {
        ("Good evening", None),
        (("%(count)s cup", "%(count)s cups"), None),
        ("Lid", "of a pot"),
        ("Lid", "of a road"),
        ("Pour", None),
        ("Drink", None),
        ("%(name)s is 100 %% hot", None),
        (("One cup", "%(cups)s cups"), None),
    }


def test_a_translation_is_kept_comes_back_and_is_written_the_same_each_time(app: Path) -> None:
    catalog = answered(app, Pour="Verser")
    assert as_text(catalog) == as_text(merge(texts_of(app), catalog))
    template = app / "templates" / "teas" / "pot.html"
    whole = template.read_text()
    template.write_text(whole.replace('{% translate "Pour" %}', ""))
    without = merge(texts_of(app), catalog)
    assert "Pour" not in without
    assert '#~ msgid "Pour"' in as_text(without)
    template.write_text(whole)
    again = merge(texts_of(app), without)["Pour"]
    assert again is not None
    assert again.string == "Verser"


def test_what_is_missing_or_doubtful_is_said(app: Path) -> None:
    catalog = answered(app, Pour="Verser")
    pour = catalog["Pour"]
    assert pour is not None
    pour.flags.add("fuzzy")
    told = list(faults_of(catalog, language="fr"))
    assert "“Good evening”: is not translated" in told
    assert "“Pour”: is marked fuzzy" in told
    assert list(faults_of(answered(app), language="en")) == [], "English texts are their own translation"


@pytest.mark.parametrize(
    ("answer", "fault"),
    [
        ("Bonsoir !", "plain space"),
        ("Bonsoir!", "lacks the no-break space"),
        ("Vous « Inès »", "plain space"),
        ("«Inès»", "lacks the no-break space"),
        ("L'heure", "straight apostrophe"),
        ("Bonsoir...", "three dots"),
        ("Bonsoir %(name)s", "other fields"),
    ],
)
def test_faults_of_french_print_and_of_fields_are_said(app: Path, answer: str, fault: str) -> None:
    told = [line for line in faults_of(answered(app, **{"Good evening": answer}), language="fr") if answer in line]
    assert any(fault in line for line in told), told


@pytest.mark.parametrize(
    "answer",
    [
        f"Bonsoir{NNBSP}!",
        f"À suivre{NBSP}: la fin",
        f"«{NBSP}Bonsoir{NBSP}», dit-elle",
        "L’heure est venue…",
        '<a href="/x?y=1">https://example.org/?a=b</a>',
        "12:30",
    ],
)
def test_good_french_is_left_alone(app: Path, answer: str) -> None:
    told = list(faults_of(answered(app, **{"Good evening": answer}), language="fr"))
    assert [line for line in told if "Good evening" in line] == []


def test_a_plural_needs_every_form_but_may_write_a_number_out(app: Path) -> None:
    catalog = answered(app, **{"One cup": ("Une tasse", "%(cups)s tasses"), "%(count)s cup": ("%(count)s tasse", "")})
    told = list(faults_of(catalog, language="fr"))
    assert "“%(count)s cup”: needs 2 forms" in told
    assert [line for line in told if "One cup" in line] == []


def test_catalogs_are_compiled_when_they_are_newer(app: Path) -> None:
    path = catalog_file(app, "fr")
    path.parent.mkdir(parents=True)
    path.write_text(as_text(answered(app, **{"Pour": "Verser", "One cup": ("Une tasse", "%(cups)s tasses")})))
    root = app.parents[1]
    assert compile_catalogs(root) == 1
    assert compile_catalogs(root) == 0
    with path.with_suffix(".mo").open("rb") as compiled:
        french = gettext.GNUTranslations(compiled)
    assert french.gettext("Pour") == "Verser"
    assert [french.ngettext("One cup", "%(cups)s cups", n) for n in (0, 1, 2)] == [
        "Une tasse",
        "Une tasse",
        "%(cups)s tasses",
    ], "in French nothing is singular too"
    assert read_catalog(path, "fr")["Pour"]
