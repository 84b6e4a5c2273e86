"""Why a file cannot be used: codes and parameters. The sentences people read are made where their language is known."""

from typing import Final

EMPTY: Final = "empty"
NOT_A_VIDEO: Final = "not_a_video"
SOUND_ONLY: Final = "sound_only"
CUT_OFF: Final = "cut_off"
UNKNOWN_CODEC: Final = "unknown_codec"
TOO_LONG: Final = "too_long"
TOO_LARGE: Final = "too_large"
DAMAGED: Final = "damaged"

ALL_REFUSALS: Final = (EMPTY, NOT_A_VIDEO, SOUND_ONLY, CUT_OFF, UNKNOWN_CODEC, TOO_LONG, TOO_LARGE, DAMAGED)

# Warnings: the video is published, and its author is told what was lost.
SOUND_UNREADABLE: Final = "sound_unreadable"
PARTLY_DAMAGED: Final = "partly_damaged"


class Refused(Exception):
    """The file cannot be published.

    `code` is one of `ALL_REFUSALS`. `params`: `unknown_codec` has `codec`; `too_long` has `seconds` and
    `limit_seconds`; `too_large` has `width`, `height` and `limit_pixels`.
    """

    def __init__(self, code: str, **params: str | int | float) -> None:
        super().__init__(code, params)
        self.code = code
        self.params: dict[str, str | int | float] = params

    def __reduce__(self) -> tuple[object, ...]:
        return (_rebuild, (self.code, self.params))


def _rebuild(code: str, params: dict[str, str | int | float]) -> Refused:
    return Refused(code, **params)
