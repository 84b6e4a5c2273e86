"""What `bin/manage front` makes below `var/front`: packages, fonts, icons, the style sheet. Skipped if unchanged.

It copies and cuts; it compiles nothing. What the browser gets is what one reads in this repository.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from collections.abc import Callable, Iterable
from pathlib import Path

from bouquet.foundation.ui import fonts, marks, modules, sprite, styles

STAMP = "stamp.json"
SOURCE_MAP = re.compile(r"\n?//# sourceMappingURL=.*\s*$")
HERE = Path(__file__).parent


def build(*, root: Path, into: Path, say: Callable[[str], None] = lambda line: None) -> list[str]:
    """Bring `into` up to date from `root/node_modules` and the apps; returns the parts made anew (none: all was there).

    Each part has its own stamp, a hash of what it is made from, so that a changed colour does not cut fonts again.
    """
    node_modules = root / "node_modules"
    lock = [root / "package-lock.json"]
    icons = sprite.icons_named(modules.template_roots())
    css = styles.css_files(modules.static_roots())
    parts: dict[str, tuple[str, Callable[[], None]]] = {
        "vendor": (_hash([*lock, HERE / "modules.py"]), lambda: _copy_packages(node_modules, into)),
        "fonts": (_hash([*lock, HERE / "fonts.py"]), lambda: _cut_fonts(node_modules, into)),
        "icons": (
            _hash([*lock, HERE / "sprite.py"], *sorted(icons)),
            lambda: _write(into / "icons.svg", sprite.sprite(icons, node_modules / "lucide-static/icons")),
        ),
        "css": (
            _hash([*css, HERE / "styles.py"]),
            lambda: _write(into / "app.css", styles.app_css(modules.static_roots())),
        ),
        "marks": (
            _hash([*sorted(marks.MARKS.glob("*.svg")), HERE / "marks.py"]),
            lambda: marks.draw_icons(into / "marks"),
        ),
    }
    done = _stamps(into)
    made = [name for name, (stamp, _make) in parts.items() if done.get(name) != stamp]
    for name in made:
        say(name)
        stamp, make = parts[name]
        make()
        done[name] = stamp
        _write(into / STAMP, json.dumps(done, indent=1, sort_keys=True))
    return made


def _copy_packages(node_modules: Path, into: Path) -> None:
    shutil.rmtree(into / "vendor", ignore_errors=True)
    for package in modules.PACKAGES.values():
        text = (node_modules / package.source).read_text(encoding="utf-8")
        text = SOURCE_MAP.sub("\n", text) + package.epilogue
        for pattern, replacement in package.changes:
            text, count = re.subn(pattern, replacement, text)
            if not count:
                raise ValueError(f"{package.source} no longer holds {pattern!r}: see docs/decisions, front end.")
        _write(into / package.target, text)


def _cut_fonts(node_modules: Path, into: Path) -> None:
    for font in fonts.FONTS:
        fonts.cut(font, node_modules=node_modules, into=into)


def _stamps(into: Path) -> dict[str, str]:
    try:
        return dict(json.loads((into / STAMP).read_text(encoding="utf-8")))
    except (OSError, ValueError):
        return {}


def _hash(files: Iterable[Path], *words: str) -> str:
    digest = hashlib.sha256()
    for file in files:
        digest.update(file.name.encode() + b"\0" + file.read_bytes() + b"\0")
    for word in words:
        digest.update(word.encode() + b"\0")
    return digest.hexdigest()


def _write(path: Path, text: str) -> None:
    """Whole or not at all: a start that is interrupted must not leave half a file that looks finished."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(path.name + ".part")
    draft.write_text(text, encoding="utf-8")
    draft.replace(path)
