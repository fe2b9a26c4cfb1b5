"""The baseline's file, ``prtool/baseline/1``: read strictly, written the same way every time.

Knows no finding: what the fingerprints are made of is ``identity``'s.
"""

from __future__ import annotations

import datetime
import hmac
import json
import re
from collections.abc import Iterable, Sequence
from contextlib import suppress
from typing import Any, NoReturn

from prtool.errors import InputError
from prtool.model.patterns import regex
from prtool.model.record import dataclass
from prtool.model.text import Channel, printable

SCHEMA = "prtool/baseline/1"
ABOUT = (
    "Findings of 'prtool check' that are known. Fingerprints are keyed: without the key, which is"
    " not in here, no guess can be tested. Yours to edit: note, until, count, and which entries"
    " there are."
)
FINGERPRINT_DIGITS = 32
"""Hexadecimal digits: 128 bits of HMAC-SHA-256."""
LARGEST = 32 << 20
"""Bytes of a baseline."""
HINT = "correct it by hand, or write a new one with --write-baseline"

_TOP = ("schema", "about", "canary", "entries")
_ENTRY = ("rule", "channel", "path", "count", "fingerprint", "until", "note")
_OPTIONAL = ("about", "until", "note")
_HEX = regex(rf"[0-9a-f]{{{FINGERPRINT_DIGITS}}}")
_DAY = regex(r"\d{4}-\d\d-\d\d", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One thing that is known at one place."""

    rule: str
    channel: str
    path: str | None
    """For whoever reads the file, and masked like in a report; only the fingerprint counts."""
    count: int | None
    """How often it may be there; None where that tells nothing new."""
    fingerprint: str
    until: datetime.date | None = None
    """The last day on which it counts."""
    note: str = ""

    @property
    def order(self) -> tuple[bool, str, str, str, str]:
        """Return the sorting key of the file."""
        return self.path is None, self.path or "", self.channel, self.rule, self.fingerprint

    def lapsed(self, today: datetime.date) -> bool:
        """Tell whether its last day is over."""
        return self.until is not None and self.until < today


def canary(key: bytes) -> str:
    """Return what shows that a key is the one that a baseline was made with."""
    return hmac.digest(key, b"prtool baseline canary", "sha256").hex()[:FINGERPRINT_DIGITS]


def render(entries: Iterable[Entry], key: bytes) -> bytes:
    """Return the file's content: the same for the same entries and key."""
    rows = [
        {
            "rule": entry.rule,
            "channel": entry.channel,
            "path": entry.path,
            "count": entry.count,
            "fingerprint": entry.fingerprint,
            "until": entry.until.isoformat() if entry.until is not None else None,
            "note": entry.note,
        }
        for entry in sorted(entries, key=lambda entry: entry.order)
    ]
    document = {"schema": SCHEMA, "about": ABOUT, "canary": canary(key), "entries": rows}
    return (json.dumps(document, indent=2, ensure_ascii=False) + "\n").encode("utf-8")


def is_baseline(raw: bytes) -> bool:
    """Tell whether a file is a baseline, be it damaged otherwise."""
    try:
        document = json.loads(raw)
    except (ValueError, RecursionError):
        return False
    return isinstance(document, dict) and document.get("schema") == SCHEMA


def parse(raw: bytes, key: bytes, *, name: str) -> tuple[Entry, ...]:
    """Return the entries of a file.

    Raises:
        InputError: it is no baseline, has something unknown in it, or was made with another key.
    """
    document = _document(raw, name)
    _keys(document, _TOP, name)
    if document["schema"] != SCHEMA:
        _fail(name, f"the schema is not {SCHEMA}, the only one there is")
    sign, rows = document["canary"], document["entries"]
    if not isinstance(sign, str) or not _HEX.fullmatch(sign):
        _fail(name, "the canary is damaged")
    if not hmac.compare_digest(sign, canary(key)):
        raise InputError(
            f"{name}: the canary does not answer: the key is not the one that this baseline was"
            " made with",
            hint="check PRTOOL_BASELINE_KEY or --baseline-key-file, or write the baseline again",
        )
    if not isinstance(rows, list):
        _fail(name, "'entries' has to be a list")
    entries = tuple(_entry(row, f"{name}: entry {number}") for number, row in enumerate(rows, 1))
    _refuse_twins(entries, name)
    return entries


def _document(raw: bytes, name: str) -> dict[str, Any]:
    if len(raw) > LARGEST:
        _fail(name, f"larger than {LARGEST >> 20} MiB")
    try:
        document = json.loads(raw.decode("utf-8"), object_pairs_hook=_pairs)
    except UnicodeDecodeError:
        _fail(name, "not UTF-8")
    except json.JSONDecodeError as error:
        _fail(f"{name}:{error.lineno}", "not JSON")
    except RecursionError:
        _fail(name, "nested too deeply")
    except ValueError as error:
        _fail(name, str(error))
    if not isinstance(document, dict):
        _fail(name, "not a baseline")
    return document


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key stands there twice")
    return found


def _keys(found: dict[str, Any], known: Sequence[str], where: str) -> None:
    for key in found:
        if key not in known:
            _fail(where, f"unknown key '{key}'; known are {', '.join(known)}")
    for key in known:
        if key not in found and key not in _OPTIONAL:
            _fail(where, f"'{key}' is missing")


def _entry(row: object, where: str) -> Entry:
    if not isinstance(row, dict):
        _fail(where, "not an entry")
    _keys(row, _ENTRY, where)
    rule, channel, path, count = (row[key] for key in _ENTRY[:4])
    fingerprint, until, note = row["fingerprint"], row.get("until"), row.get("note", "")
    if not isinstance(rule, str) or channel not in [str(each) for each in Channel]:
        _fail(where, "'rule' and 'channel' have to be those of a report")
    if not isinstance(path, str | None) or not isinstance(note, str):
        _fail(where, "'path' and 'note' have to be text")
    if count is not None and (type(count) is not int or count < 1):
        _fail(where, "'count' has to be 1 or more, or null for any number")
    if not isinstance(fingerprint, str) or not _HEX.fullmatch(fingerprint):
        _fail(where, "the fingerprint is damaged")
    return Entry(
        rule=rule, channel=channel, path=path, count=count, fingerprint=fingerprint,
        until=_day(until, where), note=note,
    )  # fmt: skip


def _day(value: object, where: str) -> datetime.date | None:
    if value is None:
        return None
    day = None
    if isinstance(value, str) and _DAY.fullmatch(value):
        with suppress(ValueError):
            day = datetime.date.fromisoformat(value)
    if day is None:
        _fail(where, "'until' has to be a day such as 2027-01-31, or null")
    return day


def _refuse_twins(entries: Sequence[Entry], name: str) -> None:
    first: dict[str, int] = {}
    for number, entry in enumerate(entries, 1):
        other = first.setdefault(entry.fingerprint, number)
        if other != number:
            _fail(f"{name}: entry {number}", f"the same as entry {other}")


def _fail(where: str, what: str) -> NoReturn:
    raise InputError(f"{printable(where)}: {printable(what)}", hint=HINT)
