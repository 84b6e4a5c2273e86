"""Why a thing is reported, or a decision taken: a dated list.

The categories are those of the statements of reasons in the European Commission's DSA Transparency Database, as the
templates of Implementing Regulation (EU) 2024/2835 number them since 1 July 2025; the words are ours, for people.
Several of our reasons may stand in one category.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

AS_OF = date(2025, 7, 1)

LIGHT, SERIOUS, HEAVY, GRAVE = 1, 2, 3, 4


@dataclass(frozen=True)
class Reason:
    """`severity` orders the desk. With `is_for_all`, keepers may judge it too; without, moderators alone see it.

    `needs_name` is false where the law takes a report from somebody who gives neither name nor address.
    """

    code: str
    category: str
    severity: int
    label: str | Promise
    help: str | Promise
    is_for_all: bool = True
    needs_name: bool = True


REASONS = (
    Reason(
        "hate",
        "STATEMENT_CATEGORY_ILLEGAL_OR_HARMFUL_SPEECH",
        HEAVY,
        _("Hate, insult or defamation"),
        _("Words against people for what they are; threats, slander, denial of crimes against humanity."),
    ),
    Reason(
        "harassment",
        "STATEMENT_CATEGORY_CYBER_VIOLENCE",
        HEAVY,
        _("Harassment"),
        _("Someone is hunted, threatened, humiliated, or their private life is laid open."),
    ),
    Reason(
        "sexism",
        "STATEMENT_CATEGORY_CYBER_VIOLENCE_AGAINST_WOMEN",
        HEAVY,
        _("Violence against women"),
        _("Intimate pictures shared without consent, stalking, calls to violence against women."),
    ),
    Reason(
        "child_abuse",
        "STATEMENT_CATEGORY_PROTECTION_OF_MINORS",
        GRAVE,
        _("Sexual abuse of children"),
        _("Pictures, solicitation or praise of it. You may report it without giving your name."),
        is_for_all=False,
        needs_name=False,
    ),
    Reason(
        "minors",
        "STATEMENT_CATEGORY_PROTECTION_OF_MINORS",
        HEAVY,
        _("A danger to minors"),
        _("What children should not meet here, or a child who is in danger."),
        is_for_all=False,
    ),
    Reason(
        "self_harm",
        "STATEMENT_CATEGORY_SELF_HARM",
        GRAVE,
        _("Suicide or self-harm"),
        _("Someone seems about to hurt themselves, or others are led to do so."),
        is_for_all=False,
    ),
    Reason(
        "terrorism",
        "STATEMENT_CATEGORY_RISK_FOR_PUBLIC_SECURITY",
        GRAVE,
        _("Terrorism or public security"),
        _("Praise of terrorism, how to make weapons, plans of an attack."),
        is_for_all=False,
    ),
    Reason(
        "violence",
        "STATEMENT_CATEGORY_VIOLENCE",
        HEAVY,
        _("Violence"),
        _("Real violence shown for its own sake, or a call to it."),
    ),
    Reason(
        "sexual",
        "STATEMENT_CATEGORY_OTHER_VIOLATION_TC",
        SERIOUS,
        _("Nudity or sexual content"),
        _("Pornography, or sexual words where they have no place."),
    ),
    Reason(
        "scam",
        "STATEMENT_CATEGORY_SCAMS_AND_FRAUD",
        SERIOUS,
        _("Scam or impersonation"),
        _("Someone tries to get money or passwords, or poses as somebody else."),
    ),
    Reason(
        "privacy",
        "STATEMENT_CATEGORY_DATA_PROTECTION_AND_PRIVACY_VIOLATIONS",
        SERIOUS,
        _("Private life"),
        _("An address, a telephone number, a face or a voice that someone did not agree to show."),
    ),
    Reason(
        "copyright",
        "STATEMENT_CATEGORY_INTELLECTUAL_PROPERTY_INFRINGEMENTS",
        SERIOUS,
        _("Copyright or trade mark"),
        _("A work or a mark that is yours, or of somebody you act for."),
        is_for_all=False,
    ),
    Reason(
        "elections",
        "STATEMENT_CATEGORY_NEGATIVE_EFFECTS_ON_CIVIC_DISCOURSE_OR_ELECTIONS",
        SERIOUS,
        _("Manipulation of a public debate or of an election"),
        _("Made-up facts or false accounts meant to sway a vote."),
    ),
    Reason(
        "products",
        "STATEMENT_CATEGORY_UNSAFE_AND_PROHIBITED_PRODUCTS",
        SERIOUS,
        _("Forbidden or dangerous goods"),
        _("Drugs, weapons, medicines, anything that may not be sold this way."),
    ),
    Reason(
        "animals",
        "STATEMENT_CATEGORY_ANIMAL_WELFARE",
        SERIOUS,
        _("Cruelty to animals"),
        _("Animals that are made to suffer, or are sold against the law."),
    ),
    Reason(
        "consumers",
        "STATEMENT_CATEGORY_CONSUMER_INFORMATION",
        LIGHT,
        _("Hidden advertising or wrong information on an offer"),
        _("A seller who does not say so, a price or a review that is false."),
    ),
    Reason(
        "spam",
        "STATEMENT_CATEGORY_OTHER_VIOLATION_TC",
        LIGHT,
        _("Spam"),
        _("The same thing again and again, or links that nobody asked for."),
    ),
    Reason(
        "rules",
        "STATEMENT_CATEGORY_OTHER_VIOLATION_TC",
        LIGHT,
        _("Against the rules of this place"),
        _("Off topic, against the rules of a group, or anything else that our terms forbid."),
    ),
)
_BY_CODE = {reason.code: reason for reason in REASONS}
CATEGORIES = tuple(dict.fromkeys(reason.category for reason in REASONS))


def reason(code: str) -> Reason:
    """The reason with this code; one that was taken off the list counts as "against the rules"."""
    return _BY_CODE.get(code, _BY_CODE["rules"])


def choices() -> list[tuple[str, str | Promise]]:
    """For forms and models."""
    return [(one.code, one.label) for one in REASONS]
