"""A mail from plain text. The HTML is made from the same text, so that both say the same.

Paragraphs are separated by empty lines. Three kinds look different in HTML:

    Confirm my address:                      a line, then an address alone: a button
    https://compte.example/confirm/…

        482 913                              indented by four spaces: a code to type or copy

    · Karim and 4 others replied             a line that begins with a dot, then an address alone: a line of a list
    https://site.example/…
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils.translation import get_language

from bouquet.foundation.brands.current import network

_DOT = "· "
_ADDRESS_ALONE = re.compile(r"https?://\S+")


@dataclass(frozen=True)
class Part:
    """One block of a mail: a paragraph, a code, a button (`address` is set), or a line of a list (`is_line` too)."""

    text: str
    address: str = ""
    is_code: bool = False
    is_line: bool = False


def compose(
    *, subject: str, text: str, to: list[str], headers: dict[str, str] | None = None, foot: str = ""
) -> EmailMultiAlternatives:
    """A message in the active language; not sent yet. `foot` is text of the same form, small, below everything."""
    subject = " ".join(subject.split())
    parts, small = parts_of(text), parts_of(foot)
    body = "\n\n".join(_plain(part) for part in parts) + "\n"
    if small:
        body += "\n-- \n" + "\n\n".join(_plain(part) for part in small) + "\n"
    message = EmailMultiAlternatives(
        subject=subject,
        body=body,
        from_email=f"{network().name} <{settings.DEFAULT_FROM_EMAIL}>",
        to=to,
        headers=headers,
    )
    page = {"subject": subject, "parts": parts, "foot": small, "network": network(), "language": get_language()}
    message.attach_alternative(render_to_string("mail/message.html", page), "text/html")
    return message


def send(*, subject: str, text: str, to: str) -> None:
    """Compose and send, in the active language. Raises what the post office raises: tasks try again."""
    compose(subject=subject, text=text, to=[to]).send()


def parts_of(text: str) -> list[Part]:
    """The blocks of a text."""
    return [_part(block) for block in re.split(r"\n\s*\n", text.strip("\n")) if block.strip()]


def _part(block: str) -> Part:
    lines = [line.strip() for line in block.strip("\n").split("\n")]
    if block.startswith("    "):
        return Part("\n".join(lines), is_code=True)
    if len(lines) == 2 and _ADDRESS_ALONE.fullmatch(lines[1]):
        if lines[0].startswith(_DOT):
            return Part(lines[0].removeprefix(_DOT), address=lines[1], is_line=True)
        return Part(lines[0].removesuffix(":").rstrip(), address=lines[1])
    return Part("\n".join(lines))


def _plain(part: Part) -> str:
    if part.address:
        return f"{_DOT if part.is_line else ''}{part.text}\n{part.address}"
    return f"    {part.text}" if part.is_code else part.text
