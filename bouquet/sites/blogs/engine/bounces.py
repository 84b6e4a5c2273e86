"""Whether a message that came back says that a letter will never arrive (RFC 3464)."""

from __future__ import annotations

from email import message_from_bytes, policy
from email.message import Message


def is_final(content: bytes) -> bool:
    """Only a report of delivery that failed for good; answers of people and machines on holiday are none."""
    message = message_from_bytes(content, policy=policy.compat32)
    if message.get_content_type() != "multipart/report" or not message.is_multipart():
        return False
    return any(
        part.get("Action", "").strip().lower() == "failed" and part.get("Status", "5").strip().startswith("5")
        for status in message.walk()
        if status.get_content_type() == "message/delivery-status"
        for part in _groups(status)
    )


def _groups(status: Message) -> list[Message]:
    inside = status.get_payload()
    return [part for part in inside if isinstance(part, Message)] if isinstance(inside, list) else []
