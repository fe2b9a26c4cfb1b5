"""The engine without hyperscan: Aho-Corasick for the words of triggers, ``re`` for the others."""

from __future__ import annotations

import re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from prtool.sieve.trigger import Trigger

_FOLD = bytes(
    ord(" ") if chr(code) in "-_./ \t\r\x0b\x0c" else ord(chr(code).lower()) if code < 128 else code
    for code in range(256)
)
"""Lower case, and one blank for whatever may stand between the words of a name."""


class WordsEngine:
    """All words in one automaton; a trigger is confirmed on the line that has one of its words."""

    def __init__(self, triggers: Sequence[Trigger]) -> None:
        from ahocorasick_rs import BytesAhoCorasick, Implementation

        self._patterns = [
            re.compile(
                each.pattern.encode("latin-1"),
                re.MULTILINE | (re.IGNORECASE if each.any_case else 0),
            )
            for each in triggers
        ]
        self._wordless = [number for number, each in enumerate(triggers) if not each.words]
        owners: dict[bytes, list[int]] = {}
        for number, trigger in enumerate(triggers):
            for word in dict.fromkeys(trigger.words):
                owners.setdefault(word.encode("latin-1").translate(_FOLD), []).append(number)
        self._owners = [tuple(numbers) for numbers in owners.values()]
        self._automaton = None
        if owners:
            kind = Implementation.DFA if len(owners) < 5_000 else Implementation.ContiguousNFA
            self._automaton = BytesAhoCorasick(list(owners), implementation=kind)

    def find(
        self, data: bytes, start: int, stop: int, every: Collection[int]
    ) -> list[tuple[int, int]]:
        """Return the matches; see ``engine.Engine``."""
        del every
        part = data[start:stop]
        found = set(self._by_words(part))
        for number in self._wordless:
            found.update((match.end(), number) for match in self._patterns[number].finditer(part))
        return sorted((start + end, number) for end, number in found)

    def _by_words(self, data: bytes) -> Iterator[tuple[int, int]]:
        if self._automaton is None:
            return
        hits = self._automaton.find_matches_as_indexes(data.translate(_FOLD), overlapping=True)
        done: set[tuple[int, int]] = set()
        start = end = 0
        for word, at, _ in sorted(hits, key=lambda hit: hit[1]):
            if at >= end:
                start = data.rfind(b"\n", end, at) + 1 or end
                end = data.find(b"\n", at) + 1 or len(data)
            for number in self._owners[word]:
                if (start, number) in done:
                    continue
                done.add((start, number))
                for match in self._patterns[number].finditer(data, start, end):
                    yield match.end(), number
