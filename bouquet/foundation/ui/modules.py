"""Native ES modules: which bare names pages may import, and the file each stands for. No bundler.

Browsers resolve `import {Controller} from "@hotwired/stimulus"` through the import map that base.html prints, so a
file's published name may carry a hash while nobody writes it. Any app joins by having files:

- `static/<app>/controllers/<name>_controller.js` → `controllers/<name>`, loaded when a page says `data-controller`;
- `static/<app>/js/<name>.js` → `<app>/<name>`, imported by whoever needs it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.apps import apps


@dataclass(frozen=True)
class Package:
    """A file of an npm package: where it lies in node_modules, what it becomes, what is changed or added.

    `changes` are (regular expression, replacement); the build fails when one no longer matches. One of a `group` is in
    the import map only of pages that ask for the group: `modules_of` in their context.
    """

    source: str
    target: str
    epilogue: str = ""
    changes: tuple[tuple[str, str], ...] = ()
    group: str = ""


PACKAGES: dict[str, Package] = {
    "@hotwired/stimulus": Package("@hotwired/stimulus/dist/stimulus.js", "vendor/stimulus.js"),
    "htmx.org": Package("htmx.org/dist/htmx.esm.min.js", "vendor/htmx.js"),
    "hls.js": Package("hls.js/dist/hls.min.mjs", "vendor/hls.js"),
    "hls.js/worker": Package("hls.js/dist/hls.worker.js", "vendor/hls-worker.js"),
    # Its <style> elements are made to carry the page's nonce, and its words to come from our translations instead of
    # the browser's language: docs/decisions/0020-front-end.md.
    "media-chrome": Package(
        "media-chrome/dist/iife/index.js",
        "vendor/media-chrome.js",
        changes=(
            (r"<style>", r'<style nonce="${globalThis.mediaChrome.nonce}">'),
            (
                r'=\{en:(\w+)\},(\w+),(\w+)=\(\(\2=globalThis\.navigator\)==null\?void 0:\2\.language\)\|\|"en"',
                r"={en:\1,page:globalThis.mediaChrome.words},\2,\3='page'",
            ),
        ),
    ),
    # Published for <script> only: it leaves its name on the window, which the last line turns into exports.
    "tus-js-client": Package(
        "tus-js-client/dist/tus.min.js",
        "vendor/tus.js",
        "export const { Upload, isSupported, canStoreURLs, defaultOptions } = globalThis.tus;\n",
    ),
}


# The editor of posts: thirty small files, which a page that writes asks for at once (docs/decisions/0072-editor.md).
EDITOR = "editor"
# fmt: off
_TIPTAP = (
    "extension-blockquote", "extension-bold", "extension-code", "extension-code-block", "extension-document",
    "extension-hard-break", "extension-heading", "extension-horizontal-rule", "extension-italic", "extension-list",
    "extension-paragraph", "extension-strike", "extension-table", "extension-text", "extensions",
)
_PROSEMIRROR = (
    "commands", "dropcursor", "gapcursor", "history", "keymap", "model", "schema-list", "state", "tables", "transform",
    "view",
)
# fmt: on
# A file beside it, which no import map would find under its published name.
_RUNTIME = (r'"\./rolldown-runtime-[\w-]+\.js"', '"@tiptap/runtime"')


def _editor() -> dict[str, Package]:
    found = {
        f"@tiptap/{name}": Package(
            f"@tiptap/{name}/dist/index.js",
            f"vendor/editor/{name}.js",
            changes=(_RUNTIME,) if name == "extension-list" else (),
            group=EDITOR,
        )
        for name in _TIPTAP
    }
    # What Tiptap calls `@tiptap/pm/state` only passes on prosemirror-state: both names are one file.
    for name in _PROSEMIRROR:
        package = Package(f"prosemirror-{name}/dist/index.js", f"vendor/editor/prosemirror-{name}.js", group=EDITOR)
        found[f"prosemirror-{name}"] = found[f"@tiptap/pm/{name}"] = package
    for name, source in {
        "@tiptap/core/jsx-runtime": "@tiptap/core/dist/jsx-runtime/jsx-runtime.js",
        "@tiptap/runtime": "@tiptap/core/dist/rolldown-runtime-D7D4PA-g.js",
        "orderedmap": "orderedmap/dist/index.js",
        "rope-sequence": "rope-sequence/dist/index.js",
        "w3c-keyname": "w3c-keyname/index.js",
    }.items():
        found[name] = Package(
            source, f"vendor/editor/{name.removeprefix('@tiptap/').replace('/', '-')}.js", group=EDITOR
        )
    core = Package("@tiptap/core/dist/index.js", "vendor/editor/core.js", changes=(_RUNTIME,), group=EDITOR)
    return {"@tiptap/core": core, **found}


PACKAGES |= _editor()


class TwoModulesOneName(Exception):
    """Two apps brought a script under the same name; the message tells both files."""


@lru_cache(maxsize=1)
def modules() -> dict[str, str]:
    """Bare name → static path (`ui/js/boot.js`), of every package and every app's scripts, sorted by name."""
    found = {name: package.target for name, package in PACKAGES.items()}
    for root in static_roots():
        for file in sorted(root.glob("*/controllers/*_controller.js")):
            identifier = file.stem.removesuffix("_controller").replace("_", "-")
            _add(found, f"controllers/{identifier}", file.relative_to(root).as_posix())
        for file in sorted(root.glob("*/js/*.js")):
            _add(found, f"{file.parent.parent.name}/{file.stem}", file.relative_to(root).as_posix())
    return dict(sorted(found.items()))


def packages_of(group: str) -> dict[str, str]:
    """Bare name → static path, of the packages of one group."""
    return {name: package.target for name, package in PACKAGES.items() if package.group == group}


def static_roots() -> list[Path]:
    """The `static` folder of every app of this project, in the order of INSTALLED_APPS."""
    return [
        root for config in apps.get_app_configs() if config.name.startswith("bouquet.")
        if (root := Path(config.path) / "static").is_dir()
    ]  # fmt: skip


def template_roots() -> list[Path]:
    """The folder of every app of this project, where templates and Python name icons."""
    return [Path(config.path) for config in apps.get_app_configs() if config.name.startswith("bouquet.")]


def _add(found: dict[str, str], name: str, path: str) -> None:
    if name in found:
        raise TwoModulesOneName(f"{path} and {found[name]} are both {name}: rename one.")
    found[name] = path
