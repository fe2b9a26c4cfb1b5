"""The members of a JSON object with their places, so that one can be replaced and the rest kept.

A request body is passed on byte by byte but for its model: decoding and encoding it again would
change numbers (`1.10`, `1e400`), escapes, blanks and repeated keys.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

_BLANKS = re.compile(r"[ \t\n\r]*")


def _refuse(constant: str) -> Any:
    raise ValueError(f"{constant} is no JSON")


# Numbers stay as they are written: nobody here reckons with them.
_DECODER = json.JSONDecoder(parse_int=str, parse_float=str, parse_constant=_refuse)


@dataclass(frozen=True, slots=True)
class Member:
    """A value and where it stands in the text.

    Attributes:
        value: Decoded; numbers are kept as their text.
        start: Index of the first character.
        end: Index behind the last one.
    """

    value: Any
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Body:
    """A JSON object as it was sent.

    Attributes:
        text: The text; bytes that are no UTF-8 are kept as surrogates.
        members: By key; the first one where a key is repeated.
    """

    text: str
    members: Mapping[str, Member]

    def text_of(self, key: str) -> str:
        """A string itself, anything else as it is written, absent or null as an empty text."""
        member = self.members.get(key)
        if member is None or member.value is None:
            return ""
        if isinstance(member.value, str) and self.text[member.start] == '"':
            return member.value
        return self.text[member.start : member.end]

    def is_true(self, key: str) -> bool:
        """Whether a member is there and is the literal `true`."""
        member = self.members.get(key)
        return member is not None and member.value is True

    def with_members(self, changes: Mapping[str, Any]) -> bytes:
        """The object with some members replaced or added, all else byte by byte."""
        text = self.text
        known = sorted(
            ((self.members[key], value) for key, value in changes.items() if key in self.members),
            key=lambda change: -change[0].start,
        )
        for member, value in known:
            text = text[: member.start] + _encoded(value) + text[member.end :]
        fresh = [
            f"{_encoded(key)}:{_encoded(value)}"
            for key, value in changes.items()
            if key not in self.members
        ]
        if fresh:
            opening = text.index("{") + 1
            comma = "," if self.members else ""
            text = text[:opening] + ",".join(fresh) + comma + text[opening:]
        return text.encode("utf-8", "surrogateescape")


def _encoded(value: Any) -> str:
    encoded = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    # A lone surrogate of an escape (`\ud800`) is no text; it goes on as the escape that it came as.
    return re.sub("[\ud800-\udc7f\udd00-\udfff]", lambda m: f"\\u{ord(m[0]):04x}", encoded)


def _skip(text: str, place: int) -> int:
    match = _BLANKS.match(text, place)
    return match.end() if match else place


def _expect(text: str, place: int, character: str) -> int:
    if not text.startswith(character, place):
        raise ValueError(f"no {character!r} at character {place}")
    return _skip(text, place + 1)


def read(raw: bytes) -> Body | None:
    """Read a JSON object.

    Args:
        raw: The bytes of a request body.

    Returns:
        The object, or None when the bytes are no JSON or no object.
    """
    text = raw.decode("utf-8", "surrogateescape")
    try:
        return Body(text=text, members=_members(text))
    except (ValueError, RecursionError):
        return None


def _members(text: str) -> dict[str, Member]:
    members: dict[str, Member] = {}
    place = _expect(text, _skip(text, 0), "{")
    more = not text.startswith("}", place)
    while more:
        if not text.startswith('"', place):
            raise ValueError(f"no key at character {place}")
        key, place = _DECODER.raw_decode(text, place)
        start = _expect(text, _skip(text, place), ":")
        value, end = _DECODER.raw_decode(text, start)
        members.setdefault(key, Member(value=value, start=start, end=end))
        place = _skip(text, end)
        more = text.startswith(",", place)
        if more:
            place = _expect(text, place, ",")
    if _expect(text, place, "}") != len(text):
        raise ValueError("more than one value")
    return members
