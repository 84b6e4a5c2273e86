"""What a file may be called, hold, and how long it may grow."""

from __future__ import annotations

import ast
import re
import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from bouquet.config.environment import ROOT

HOUSE = ROOT / "bouquet"
LONGEST = 400
ROOMS_WITHOUT_A_NOUN = {
    *("util", "utils", "helper", "helpers", "common", "misc"),
    *("manager", "managers", "service", "services"),
}
# What turns text into markup without escaping it, and why it may: the text was made safe there, or is our own.
MAY_MARK_SAFE = {
    "bouquet/foundation/text/safe_html.py",
    "bouquet/foundation/ui/templatetags/ui.py",
    "bouquet/sites/videos/views/metadata.py",
}
# What is HTML already: sanitised by foundation.text when it was written, and Django's own words about a field.
MAY_BE_SHOWN_RAW = {
    "comment.html|safe",
    "video.description_html|safe",
    "bio_html|safe",
    "field.help_text|safe",
    "message.html|safe",
    "post.html|safe",
    "theirs_html|safe",
    "mine_html|safe",
    "revision_html|safe",
    "tribe.about_html|safe",
    "tribe.rules_html|safe",
    "blog.about_html|safe",
    "past.html|safe",
}
# Reserved handles and names of blogs keep impostors from calling themselves after a brand; fonts and marks are a
# theme's, not a brand's.
MAY_NAME_BRANDS = {
    "bouquet/capabilities/accounts/engine/handles.py",
    "bouquet/sites/blogs/engine/slugs.py",
    "bouquet/foundation/ui/context.py",
    "bouquet/foundation/ui/marks.py",
}
# A phone's share sheet posts without a token; the view checks where the request comes from instead. Mail programs stop
# mail without one (RFC 8058); the address they post to is signed.
MAY_POST_WITHOUT_TOKEN = {
    "bouquet/sites/videos/views/publish.py",
    "bouquet/capabilities/notifications/views/stopping.py",
    # The letters of a blog likewise; and a Webmention is said by another server, which holds no token (W3C §3.1.3).
    "bouquet/sites/blogs/views/following.py",
    "bouquet/sites/blogs/views/mentions.py",
}
# The clock itself, and the age of files, which the machine's clock wrote.
MAY_ASK_THE_MACHINE = {
    "bouquet/foundation/clock/clock.py",
    "bouquet/capabilities/audience/actions/counting.py",
    "bouquet/capabilities/media/actions/uploads.py",
}


def ours(*suffixes: str) -> Iterator[Path]:
    """Files under version control or about to be, without generated ones."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"], cwd=ROOT, capture_output=True, text=True
    )
    if listed.returncode:
        paths = [path for path in ROOT.rglob("*") if not {"node_modules", ".venv", "var"} & set(path.parts)]
    else:
        paths = [ROOT / line for line in listed.stdout.splitlines()]
    for path in sorted(paths):
        inside = path.relative_to(ROOT)
        if path.is_file() and path.suffix in suffixes and not {"migrations", "locale"} & set(inside.parts):
            yield path


def shown(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def product(*suffixes: str) -> list[Path]:
    return [path for path in ours(*suffixes) if HOUSE in path.parents and "tests" not in path.parts]


def holding(pattern: str, paths: list[Path], *, flags: re.RegexFlag = re.NOFLAG) -> list[str]:
    """`file:line: text` of everything the pattern finds."""
    found = []
    for path in paths:
        text = path.read_text(encoding="utf-8")
        for match in re.finditer(pattern, text, flags):
            number = text.count("\n", 0, match.start()) + 1
            found.append(f"{shown(path)}:{number}: {match.group(0).strip()[:100]}")
    return found


def test_no_file_grows_past_four_hundred_lines() -> None:
    long = {
        shown(path): count
        for path in ours(".py", ".js", ".css", ".html", ".toml", ".md")
        if (count := path.read_text(encoding="utf-8").count("\n")) > LONGEST and path.suffix != ".md"
    }
    assert long == {}


def test_every_module_is_called_by_a_noun_or_verb_of_its_own() -> None:
    assert [shown(path) for path in product(".py") if ROOMS_WITHOUT_A_NOUN & {*path.parts, path.stem}] == []


def test_init_files_hold_no_code() -> None:
    """A docstring; in `models/` also the names its files define, for Django to find."""
    wrong = []
    for path in [path for path in ours(".py") if path.name == "__init__.py" and HOUSE in path.parents]:
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            is_text = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
            is_export = isinstance(node, ast.ImportFrom) or (
                isinstance(node, ast.Assign) and [ast.unparse(target) for target in node.targets] == ["__all__"]
            )
            if not is_text and not (path.parent.name == "models" and is_export):
                wrong.append(f"{shown(path)}:{node.lineno}")
    assert wrong == []


def test_every_app_says_what_happens_in_it() -> None:
    for init in sorted(HOUSE.glob("*/*/__init__.py")):
        if (init.parent / "apps.py").exists():
            assert ast.get_docstring(ast.parse(init.read_text(encoding="utf-8"))), f"{shown(init)} says nothing"


def test_brands_are_data_and_never_code() -> None:
    """Renaming a brand touches network.toml and a theme folder. (M6 and its hosts are the demo network's.)"""
    brands = tomllib.loads((ROOT / "network.toml").read_text(encoding="utf-8"))["brand"]
    names = {brand["key"] for brand in brands if brand["key"] != "hub"} | {brand["name"].lower() for brand in brands}
    word = r"(?<![a-z])(" + "|".join(re.escape(name) for name in sorted(names)) + r")(?![a-z])"
    places = [path for path in product(".py", ".html", ".js") if not {"demo", "themes"} & set(path.parts)]
    told = [line for line in holding(word, places, flags=re.IGNORECASE) if line.split(":")[0] not in MAY_NAME_BRANDS]
    comments = re.compile(r":\d+: ")
    code = []
    for line in told:
        name, number = comments.split(line)[0], int(line.split(":")[1])
        text = (ROOT / name).read_text(encoding="utf-8").splitlines()[number - 1]
        # A comment or docstring may give an example.
        if not re.match(r'\s*(#|//|\*|"""|\{#|\{% comment)', text) and "`" not in text:
            code.append(f"{line}   in: {text.strip()[:90]}")
    assert code == []
    folders = [path for path in HOUSE.rglob("*") if path.is_dir() and "themes" not in path.parts]
    assert [shown(path) for path in folders if path.name in names] == []


def test_no_table_bears_a_brand() -> None:
    from django.apps import apps

    brands = {brand["key"] for brand in tomllib.loads((ROOT / "network.toml").read_text(encoding="utf-8"))["brand"]}
    assert [model._meta.db_table for model in apps.get_models() if set(model._meta.db_table.split("_")) & brands] == []


@pytest.mark.parametrize(
    ("pattern", "why", "except_in"),
    [
        (
            r"timezone\.now\(|datetime\.(utc)?now\(|date\.today\(|time\.time\(\)",
            "time is asked of foundation.clock",
            MAY_ASK_THE_MACHINE,
        ),
        (r"models\.signals|\b(pre|post)_(save|delete|init)\b|m2m_changed", "facts travel as events", set()),
        (r"\bprint\(", "processes log", {"bouquet/config/starting.py"}),
        (r"# type: ignore(?!\[)", "say which error is ignored", set()),
    ],
)
def test_what_the_code_does_without(pattern: str, why: str, except_in: set[str]) -> None:
    assert [line for line in holding(pattern, product(".py")) if line.split(":")[0] not in except_in] == [], why


def test_nothing_is_left_for_later() -> None:
    here = Path(__file__).resolve()
    paths = [path for path in ours(".py", ".js", ".css", ".html", ".sh", ".toml", ".md") if path != here]
    assert holding(r"\b(TODO|FIXME|XXX|HACK|NotImplementedError|lorem ipsum)\b", paths) == []


def test_text_becomes_markup_only_where_it_was_made_safe() -> None:
    code = holding(r"mark_safe\(|SafeString\(|__html__", product(".py"))
    assert [line for line in code if line.split(":")[0] not in MAY_MARK_SAFE] == []
    shown_raw = holding(r"[\w.]*\s*\|\s*safe\b|\{%\s*autoescape off", product(".html", ".xml", ".svg"))
    assert {line.rpartition(": ")[2] for line in shown_raw} <= MAY_BE_SHOWN_RAW


def test_templates_hold_no_style_and_no_handler() -> None:
    """The content security policy would refuse them; `style` in mails is another matter."""
    pages = [path for path in product(".html") if path.name != "message.html"]
    # A template tag inside an element may compare something called "one" with something else.
    assert holding(r"<[a-z](?>{%.*?%}|[^>])*?(?<=[\s\"'])(style|on[a-z]+)=[\"'{]", pages) == []
    assert holding(r"<style(?![^>]*nonce)[^>]*>|<script(?![^>]*(nonce|src|application/(ld\+)?json))[^>]*>", pages) == []
    assert holding(r"javascript:", pages) == []


def test_every_form_that_posts_is_protected() -> None:
    wrong = []
    for path in product(".html"):
        text = path.read_text(encoding="utf-8")
        for form in re.findall(r"<form\b[^>]*>.*?</form>", text, re.DOTALL | re.IGNORECASE):
            head = form[: form.index(">")]
            if re.search(r"method=\"?post", head, re.IGNORECASE) and "csrf_token" not in form:
                wrong.append(f"{shown(path)}: {head[:100]}")
    assert wrong == []


def test_no_view_is_exempt_from_protection_against_forgery() -> None:
    exempt = holding(r"csrf_exempt", product(".py"))
    assert {line.split(":")[0] for line in exempt} <= MAY_POST_WITHOUT_TOKEN


def test_nothing_comes_from_elsewhere() -> None:
    """Fonts, scripts and pictures are served by ourselves."""
    assert holding(r"(src|href)=\"(https?:)?//[^\"{]+\.(js|css|woff2?|png|svg|webp)\"", product(".html")) == []
    assert holding(r"@import\s+url\(|url\(\s*[\"']?(https?:)?//", product(".css")) == []
