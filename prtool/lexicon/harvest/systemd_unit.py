"""Facts from systemd units: services, timers, sockets, mounts, and podman's ``.container``.

Source of the syntax: systemd.syntax(7).
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePath

from prtool.errors import InputError
from prtool.lexicon.alias import UNIT_SUFFIXES
from prtool.lexicon.harvest.facts import Fact
from prtool.model.patterns import regex

_QUADLETS = ("container", "kube", "pod", "volume", "network", "image", "build")
"""Source: podman-systemd.unit(5)."""
_UNIT_NAME = regex(rf"([\w:.@\\-]+?)\.({'|'.join((*UNIT_SUFFIXES, *_QUADLETS))})(?![^.~-])")
_WORD = regex(r"\"((?:[^\"\\]|\\.)*)\"|'((?:[^'\\]|\\.)*)'|(\S+)")


def facts(text: str, name: str) -> Iterator[Fact]:
    """Yield the name of the unit and its settings, continued lines joined.

    Raises:
        InputError: a line is no section, no setting and no comment; the message has ``name:line``.
    """
    if unit := _unit_name(PurePath(name)):
        yield Fact(("unit",), unit, 1)
    section, key, value, first = "", "", "", 0
    for number, line in enumerate(text.split("\n"), 1):
        bare = line.strip()
        if not bare or bare[0] in "#;":
            continue
        if not first:
            if bare.startswith("[") and bare.endswith("]"):
                section = bare[1:-1]
                continue
            key, equals, bare = bare.partition("=")
            if not equals:
                hint = "mend the line, or give the file the ending .txt to have it read as text"
                place = f"{name}:{number}"
                raise InputError(f"{place}: neither a section nor a setting", hint=hint)
            value, first = "", number
        value += " " + bare.removesuffix("\\")
        if not bare.endswith("\\"):
            yield from _setting(section, key.strip(), value.strip(), first)
            first = 0
    if first:
        yield from _setting(section, key.strip(), value.strip(), first)


def _setting(section: str, key: str, value: str, line: int) -> Iterator[Fact]:
    if key == "Environment":
        for word in _WORD.finditer(value):
            variable, _, content = (word[1] or word[2] or word[3] or "").partition("=")
            if variable and content:
                yield Fact((section, key, variable), content, line)
    elif value:
        yield Fact((section, key), value, line)


def _unit_name(path: PurePath) -> str | None:
    """Return the unit that a file, a copy of one or a drop-in of one belongs to."""
    if path.suffix == ".conf" and path.parent.name.endswith(".d"):
        found = _UNIT_NAME.match(path.parent.name)
    else:
        found = _UNIT_NAME.match(path.name)
    if found is None:
        return None
    return f"{found[1]}.{'service' if found[2] in _QUADLETS else found[2]}"
