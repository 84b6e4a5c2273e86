"""What `bin/manage front` makes: complete, small, the same again, and nothing when nothing changed."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings
from fontTools.ttLib import TTFont

from bouquet.foundation.ui import fonts, modules, sprite, styles
from bouquet.foundation.ui.front import build

KILO = 1024


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    into = tmp_path_factory.mktemp("front")
    assert build(root=settings.BASE_DIR, into=into) == ["vendor", "fonts", "icons", "css", "marks"]
    return into


def test_a_second_build_does_nothing(built: Path) -> None:
    before = {file: file.stat().st_mtime_ns for file in built.rglob("*") if file.is_file()}
    assert build(root=settings.BASE_DIR, into=built) == []
    assert before == {file: file.stat().st_mtime_ns for file in built.rglob("*") if file.is_file()}


def test_a_build_from_nothing_gives_the_same_bytes(
    built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fonts, "FONTS", fonts.FONTS[-1:])  # each takes two seconds
    build(root=settings.BASE_DIR, into=tmp_path)
    names = sorted(file.relative_to(tmp_path) for file in tmp_path.rglob("*") if file.is_file())
    assert len(names) > 25
    assert [name for name in names if (built / name).read_bytes() != (tmp_path / name).read_bytes()] == []


def test_a_start_that_was_interrupted_is_made_good(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fonts, "FONTS", ())
    (tmp_path / "stamp.json").write_text("{ half", encoding="utf-8")
    assert build(root=settings.BASE_DIR, into=tmp_path) == ["vendor", "fonts", "icons", "css", "marks"]


def test_every_module_of_the_import_map_is_there(built: Path) -> None:
    roots = [built, *modules.static_roots()]
    assert [path for path in modules.modules().values() if not any((root / path).is_file() for root in roots)] == []


def test_scripts_import_bare_names_that_the_map_holds() -> None:
    for root in modules.static_roots():
        for script in root.rglob("*.js"):
            for line in script.read_text(encoding="utf-8").splitlines():
                if line.startswith("import "):
                    assert line.split('"')[1] in modules.modules(), f"{script}: {line}"


def test_the_styles_of_the_player_may_pass_the_strict_policy(built: Path) -> None:
    script = (built / "vendor/media-chrome.js").read_text(encoding="utf-8")
    assert "<style>" not in script
    assert script.count('<style nonce="${globalThis.mediaChrome.nonce}">') > 20
    assert "page:globalThis.mediaChrome.words" in script


def test_no_source_map_is_promised(built: Path) -> None:
    assert [file for file in built.glob("vendor/*.js") if "sourceMappingURL" in file.read_text(encoding="utf-8")] == []


def test_every_icon_that_is_named_is_in_the_sprite(built: Path) -> None:
    drawn = (built / "icons.svg").read_text(encoding="utf-8")
    named = sprite.icons_named(modules.template_roots())
    assert {"search", "upload", "settings"} <= named.keys()
    assert [name for name in named if f'id="{name}"' not in drawn] == []


def test_icons_that_code_lists_are_drawn_too(tmp_path: Path) -> None:
    (tmp_path / "shelves.py").write_text('SHELF_ICONS = (\n    "music",\n    "laugh",\n)\n', encoding="utf-8")
    assert sprite.icons_named([tmp_path]).keys() == {"music", "laugh"}


def test_an_icon_nobody_drew_is_refused_with_the_file_that_names_it(tmp_path: Path) -> None:
    page = tmp_path / "templates/page.html"
    page.parent.mkdir()
    page.write_text('{% icon "no-such-thing" %}', encoding="utf-8")
    with pytest.raises(sprite.NoSuchIcon, match=r"page\.html.*no-such-thing"):
        sprite.sprite(sprite.icons_named([tmp_path]), settings.BASE_DIR / "node_modules/lucide-static/icons")


def test_the_fonts_of_a_first_page_are_small_and_speak_french(built: Path) -> None:
    archivo = built / "fonts/archivo.woff2"
    assert archivo.stat().st_size <= 45 * KILO
    for font in fonts.FONTS:
        if font.letters == fonts.FURTHER_LETTERS:
            assert ord("ń") in TTFont(built / font.target).getBestCmap()
            continue
        letters = TTFont(built / font.target).getBestCmap()
        assert [letter for letter in "Àéèêëïîôœùûç«»’…€\u00a0\u202f" if ord(letter) not in letters] == []
    assert {axis.axisTag for axis in TTFont(archivo)["fvar"].axes} == {"wght", "wdth"}


def test_a_component_may_not_point_at_a_file(tmp_path: Path) -> None:
    sheet = tmp_path / "videos/css/card.css"
    sheet.parent.mkdir(parents=True)
    sheet.write_text(".card { background: url(card.png) }", encoding="utf-8")
    with pytest.raises(styles.StyleWithAddress, match=r"card\.css"):
        styles.app_css([tmp_path])


def test_the_css_of_other_apps_comes_after_the_components(tmp_path: Path) -> None:
    sheet = tmp_path / "videos/css/card.css"
    sheet.parent.mkdir(parents=True)
    sheet.write_text("/* why */ .lead { color: var(--ink) }", encoding="utf-8")
    css = styles.app_css([*modules.static_roots(), tmp_path])
    assert css.startswith("@layer reset, tokens, base, components, sites, themes;")
    assert "@layer sites {\n.lead { color: var(--ink) }\n}" in css
    assert "/*" not in css
