"""Parts a model alias into what is private and what everybody may know.

``QX-GPT-5.5(high)`` is ``QX`` and the public model ``GPT-5.5`` at effort ``high``. A service unit
is parted in the same way: ``qx-proxy.service`` is ``qx-proxy`` and a public suffix.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from prtool.lexicon.fold import fold
from prtool.lexicon.models import is_family, is_generic, is_public, is_vendor
from prtool.lexicon.words import word_spans
from prtool.model.patterns import regex
from prtool.model.record import dataclass
from prtool.model.text import Span

UNIT_SUFFIXES = (
    "automount", "device", "mount", "path", "scope", "service", "slice", "socket", "swap", "target",
    "timer",
)  # fmt: skip
"""Source: systemd.unit(5)."""
_UNIT = regex(rf"(?:@[^@/]*)?\.(?:{'|'.join(UNIT_SUFFIXES)})\Z", re.IGNORECASE)
_GLUED = regex(r"([^\W\d_]{2,})\d+\Z")
_BRACKETED = regex(r"\s*[(\[{][^()\[\]{}]*[)\]}]\Z")


@dataclass(frozen=True, slots=True)
class Core:
    """The private part of a value."""

    span: Span
    """Where it stands in the value."""
    follow: tuple[str, ...] = ()
    """The folded first words of the public tail: with them behind it, the core is no accident."""
    generic: bool = False
    """Whether it means nothing without them."""

    def of(self, value: str) -> str:
        """Return the private part itself."""
        return value[self.span.start : self.span.end]


def alias_core(value: str) -> Core | None:
    """Return the private part of a model alias, or None when all of it is public."""
    cut = _Cut.of(value)
    if not cut.words:
        return None
    model = next((n for n, word in enumerate(cut.words) if is_family(word)), None)
    if model is None:
        return _versioned(value, cut)
    if all(is_vendor(word) for word in cut.words[:model]):
        return _behind_model(cut, model)
    words = cut.words[:model]
    while is_vendor(words[-1]) and len(words) > 1:
        words = words[:-1]
    span = Span(cut.spans[0].start, cut.spans[len(words) - 1].end)
    follow = cut.words[len(words) : model + 1]
    return Core(span, follow, all(is_generic(word) for word in words))


def unit_core(value: str) -> Core | None:
    """Return the private part of a service unit's name."""
    suffix = _UNIT.search(value)
    end = suffix.start() if suffix else len(value)
    cut = _Cut.of(value[:end])
    if not cut.words:
        return None
    span = Span(cut.spans[0].start, cut.spans[-1].end)
    follow = (value[end:].rpartition(".")[2].lower(),) if suffix else ()
    return Core(span, follow, bool(follow) and all(is_generic(word) for word in cut.words))


def is_public_model(value: str) -> bool:
    """Tell whether a value is the name of a public model, with nothing private in it."""
    words = _Cut.of(value).words
    return any(is_family(word) for word in words) and alias_core(value) is None


@dataclass(frozen=True, slots=True)
class _Cut:
    spans: tuple[Span, ...]
    words: tuple[str, ...]

    @classmethod
    def of(cls, value: str) -> _Cut:
        spans: list[Span] = []
        for span in word_spans(value):
            # A family with a hump, such as DeepSeek, is one word here.
            if spans and spans[-1].end == span.start:
                both = Span(spans[-1].start, span.end)
                if is_family(fold(value[both.start : both.end])):
                    spans[-1] = both
                    continue
            spans.append(span)
        return cls(tuple(spans), tuple(fold(value[start:end]) for start, end in spans))


def _behind_model(cut: _Cut, model: int) -> Core | None:
    """Return the core of ``gpt-5.5@qx``, where what is private stands last."""
    unknown = [n for n in range(model, len(cut.words)) if not is_public(cut.words[n])]
    words = [cut.words[n] for n in unknown]
    if all(is_generic(word) for word in words):
        return None
    return Core(Span(cut.spans[unknown[0]].start, cut.spans[unknown[-1]].end))


def _versioned(value: str, cut: _Cut) -> Core:
    """Return the core of an alias that names no family: all but a version and an effort level."""
    end = len(value)
    while (bracketed := _BRACKETED.search(value, 0, end)) and bracketed.start() > cut.spans[0].end:
        end = bracketed.start()
    count = sum(span.end <= end for span in cut.spans) or len(cut.spans)
    while count > 1 and cut.words[count - 1][0].isdecimal():
        count -= 1
    last = cut.spans[count - 1]
    glued = _GLUED.search(value, last.start, last.end)
    core = Span(cut.spans[0].start, glued.end(1) if glued else last.end)
    follow = _numbers(cut.words[count:])
    return Core(core, follow, bool(follow) and all(is_generic(word) for word in cut.words[:count]))


def _numbers(words: Sequence[str]) -> tuple[str, ...]:
    """Return the leading words that are numbers."""
    found: list[str] = []
    for word in words:
        if not word[0].isdecimal():
            break
        found.append(word)
    return tuple(found)
