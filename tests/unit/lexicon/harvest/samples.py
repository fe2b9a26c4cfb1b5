"""Values that look private, put together when the tests run, and short forms of results."""

from __future__ import annotations

from collections.abc import Callable

from prtool.lexicon.harvest import Harvest, Reason
from prtool.model.finding import Kind

LAN = "acme" + ".lan"
ME = "rob" + "in"
ZZ = "initech" + ".zz"
MDNS = "falcon" + ".local"
KEY = "k7" + "-f3a9" * 4
PLACES = {
    "<LAN>": LAN,
    "<ZZ>": ZZ,
    "<ME>": ME,
    "<MDNS>": MDNS,
    "@KEY@": KEY,
    "@KEY2@": KEY + "-22",
    "@KEY3@": KEY + "-33",
    "@KEY4@": KEY + "-44",
    "@KEY5@": KEY + "-55",
    "@IP@": ".".join(("10", "1", "2", "3")),
    "@SHORT@": "f3a9" + "-7",
    "@IP2@": ".".join(("10", "1", "2", "4")),
}
"""Stand for those values in the texts of the tests."""

Reaper = Callable[[str, str], Harvest]
"""Takes a file's name and its text, places filled in; returns what is taken and left."""


def taken(harvest: Harvest) -> dict[str, tuple[Kind, int]]:
    return {one.term.value: (one.term.kind, one.line) for one in harvest.taken}


def left(harvest: Harvest) -> dict[str, Reason]:
    return {one.term.value: reason for one, reason in harvest.left}
