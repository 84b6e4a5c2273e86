"""Why a file did not come. Apart from what fetches: its HTTP client is a tenth of what a process loads."""

from __future__ import annotations


class NotFetched(Exception):
    """The file did not come. `code` is one of the constants, `params` what the sentence needs."""

    STATUS = "status"
    NOT_A_FILE = "not_a_file"
    TOO_LARGE = "too_large"
    TOO_SLOW = "too_slow"
    TOO_MANY_REDIRECTS = "too_many_redirects"
    UNREACHABLE = "unreachable"
    FAULT = "fault"

    def __init__(self, code: str, **params: str | int) -> None:
        super().__init__(code, params)
        self.code, self.params = code, params
