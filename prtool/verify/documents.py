"""What of the bundle's own documents says something of the contribution.

Reports are made of prtool's own words (keys, rule ids, titles, details of checks) and of what comes
from the branch (paths, subjects, a title). Only the latter can leak; a lexicon that holds ``high``
must not make every report a leak.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from prtool.model.finding import Confidence, Rule, Severity, State
from prtool.model.patterns import regex
from prtool.model.plan import Action
from prtool.model.results import CheckResult, Status
from prtool.model.text import Channel
from prtool.reports import sarif

_CHANNELS = "|".join(channel.value for channel in Channel)
_IDS = regex(rf"[0-9a-f]{{32,64}}|(?:commit/[0-9a-f]{{12}}|no-commit)/(?:{_CHANNELS})")
"""Object ids, fingerprints and digests: hexadecimal, keyed or public; places without a file."""


def own_words(rules: Mapping[str, Rule], results: Collection[CheckResult]) -> frozenset[str]:
    """Return the whole strings in reports that prtool says of itself."""
    words: set[str] = {*_FIXED, *sarif.OWN_WORDS}
    for kind in (Severity, Confidence, State, Action, Status, Channel):
        words.update(str(member) for member in kind)
    for rule in rules.values():
        words |= {rule.id, rule.title, rule.why, rule.source}
    for result in results:
        words |= {result.name, result.detail}
    return frozenset(words - {""})


def told(name: str, data: bytes, own: Collection[str]) -> Iterator[str]:
    """Yield the texts of one document that come from the branch, JSON strings decoded.

    Args:
        name: the document's path in the bundle.
        data: its bytes.
        own: see :func:`own_words`.
    """
    if not name.endswith((".json", ".sarif")):
        yield data.decode("utf-8", "surrogateescape")
        return
    for text in _strings(json.loads(data)):
        title = text.rpartition(": ")[0]
        if text not in own and title not in own and not _IDS.fullmatch(text):
            yield text


def _strings(value: Any) -> Iterator[str]:
    """Yield every string value of a JSON document; its keys are the schema's."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from _strings(each)
    elif isinstance(value, list):
        for each in value:
            yield from _strings(each)


_FIXED = (
    "prtool", "prtool/report/1", "prtool/manifest/1", "clean", "already public", "--keep", "--drop",
    "stays out of messages",
)  # fmt: skip
