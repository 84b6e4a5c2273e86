"""XML of words that people typed: without what XML 1.0 §2.2 does not know, or one title would spoil a whole feed."""

from __future__ import annotations

import re
from xml.etree import ElementTree

_UNKNOWN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def written(root: ElementTree.Element) -> bytes:
    """The document as UTF-8, every text and attribute of it printable. Changes `root`."""
    for element in root.iter():
        if element.text:
            element.text = _UNKNOWN.sub("", element.text)
        for name, value in element.items():
            element.set(name, _UNKNOWN.sub("", value))
    document: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return document
