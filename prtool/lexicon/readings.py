"""Decides, occurrence by occurrence, whether a private term or upstream's own word is meant.

Owns the rules of the decision and what of the public base they need. A term's spelling alone never
decides: a provider called ``INT`` does not make ``map[string]int`` private.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from enum import StrEnum

from prtool.lexicon.alias import UNIT_SUFFIXES
from prtool.lexicon.matcher import Occurrence
from prtool.lexicon.model import Ambiguous, MatchMode, Term
from prtool.lexicon.models import is_family
from prtool.lexicon.needles import value_of
from prtool.lexicon.surroundings import EDGE, Joint, Surroundings, look_around
from prtool.lexicon.words import ends_word, starts_word, word_spans
from prtool.model.finding import Kind
from prtool.model.patterns import regex
from prtool.model.record import dataclass, field
from prtool.model.text import Span

_LONG = 8
"""Joined names of so many letters are found within words too; see ``prtool.lexicon.needles``."""
_FAMILY_BEHIND = regex(r"[-(]([^\W\d_]+\d*)")
_VERSION_BEHIND = regex(
    r"-?\d+\.\d+(?!\.?\d)|-\d+(?:\.\d+)*\((?:[a-z]+|\d+)\)|\d+(?!\w)|"
    r"\((?:none|auto|minimal|low|medium|high|xhigh|max|thinking)\)"
)
"""What makes a model alias of the word in front of it: a version, an effort level in brackets."""
_LEVEL_BEHIND = regex(r"-\d+(?:\.\d+)*\((?:[a-z]+|\d+)\)")
"""The same where the word is in lower case and could be a variable: ``max-0.5``, ``new(high)``."""
_VALUE_SIGNS = frozenset((EDGE, ":", "=", ",", "-"))
"""What stands in front of any value: no sign of what the value means."""
_UNIT_BEHIND = regex(rf"(?:@[\w.-]*)?\.(?:{'|'.join(UNIT_SUFFIXES)})\b")
_FILLERS = frozenset(
    {
        "a", "an", "and", "any", "are", "as", "at", "be", "but", "by", "each", "for", "from", "has",
        "if", "in", "is", "it", "its", "no", "not", "of", "on", "or", "our", "that", "the", "their",
        "then", "this", "to", "was", "when", "where", "which", "with",
    }
)  # fmt: skip
_TYPE_BEFORE = regex(r"[\]*&]\Z")
_NAME_BEFORE = regex(r"\w[ \t]\Z")
_DECLARATION_BEHIND = regex(r"\s*[),{=]")
_HYPHENATED = regex(r"[^\W\d_]-\Z")
_HYPHEN_BEHIND = regex(r"-[^\W\d_]")


class Reading(StrEnum):
    """What an occurrence is."""

    PUBLIC = "public"
    PRIVATE = "private"
    AMBIGUOUS = "ambiguous"


@dataclass(frozen=True, slots=True)
class Verdict:
    """A reading and, in a few public words, why."""

    reading: Reading
    reason: str


@dataclass(slots=True)
class _Word:
    """What the base has of one spelling."""

    whole: bool = False
    quoted: bool = False
    listed: set[tuple[str, str]] = field(default_factory=set)
    """The words on either side of it where it is quoted, as in a list of months."""
    runs: set[str] = field(default_factory=set)
    """Longer runs with the word as a part."""
    tokens: set[str] = field(default_factory=set)
    before: set[str] = field(default_factory=set)
    after: set[str] = field(default_factory=set)
    joints: set[tuple[str, Joint]] = field(default_factory=set)


class Vocabulary:
    """How the public base uses the words that are also spellings of private terms."""

    def __init__(self, lines: Iterable[str], spellings: Collection[str]) -> None:
        """Read the base's lines once.

        Args:
            lines: every line of the base that contains one of ``spellings``; others do no harm.
            spellings: matched texts, case as it stands in the text.
        """
        self._words: dict[str, _Word] = {}
        self._own: dict[Term, str] = {}
        ordered = sorted({_encodable(spelling) for spelling in spellings} - {""})
        for spelling, line, start in _hits(ordered, lines):
            self._learn(spelling, line, Span(start, start + len(spelling)))

    def read(
        self,
        occurrence: Occurrence,
        text: str,
        *,
        private_nearby: bool = False,
        public_here: bool = False,
    ) -> Verdict:
        """Return how an occurrence in ``text`` is to be read.

        Args:
            occurrence: from the matcher, its span counting from the start of ``text``.
            text: the text, the lines around included.
            private_nearby: whether the same file (for texts without a file: the whole range)
                holds an occurrence of the name that is private without doubt.
            public_here: whether upstream's version of the same file has the word by itself.
        """
        term = occurrence.term
        explicit = term.match in (MatchMode.EXACT, MatchMode.REGEX)
        if explicit and term.ambiguous is not Ambiguous.KEEP:
            return Verdict(Reading.PRIVATE, "the lexicon asks for exactly this text")
        around = look_around(text, occurrence.span)
        word = self._words.get(_encodable(around.word))
        if word is None or not (word.whole or _stands_in(word, around)):
            return Verdict(Reading.PRIVATE, "upstream does not use this word")
        own = self._own.get(term)
        if own is None:
            own = self._own[term] = value_of(term)
        if len(word_spans(own)) > 1:
            return Verdict(Reading.PUBLIC, "upstream has the same words")
        if _stands_in(word, around):
            return Verdict(Reading.PUBLIC, "upstream has the whole token")
        if term.kind is Kind.UNIT:
            if _UNIT_BEHIND.match(around.right):
                return Verdict(Reading.PRIVATE, "a service that upstream does not have")
            return Verdict(Reading.PUBLIC, "the service is named after upstream's own word")
        verdict = _read_word(word, around, term, own=own, private_nearby=private_nearby)
        if verdict.reading is not Reading.AMBIGUOUS:
            return verdict
        if public_here:
            return Verdict(Reading.PUBLIC, "upstream's version of this file has the word")
        if private_nearby and around.word.isupper() and len(around.word) > 1:
            # Capitals are no accident of a sentence's beginning, as in Mar and Max.
            return Verdict(Reading.PRIVATE, "in capitals, in the company of the private name")
        return verdict

    def _learn(self, spelling: str, line: str, span: Span) -> None:
        bounded = starts_word(line, span.start) and ends_word(line, *span, letters=0)
        if not bounded and len(spelling) < _LONG:
            return
        around = look_around(line, span)
        word = self._words.setdefault(spelling, _Word())
        if around.glued:
            word.runs.add(around.run)
            word.joints |= around.joints
        if len(around.token) > len(spelling):
            word.tokens.add(around.token)
        if bounded and ("right", Joint.OTHER) not in around.joints:
            word.whole = True
            word.quoted = word.quoted or around.quoted
            if around.quoted and EDGE not in around.between:
                word.listed.add(around.between)
        if not around.glued:
            word.before.add(around.before)
            word.after.add(around.after)


def _read_word(
    word: _Word, around: Surroundings, term: Term, *, own: str, private_nearby: bool
) -> Verdict:
    """Read an occurrence of a single word that upstream uses too, in another token."""
    as_written = around.word == own
    lower = around.word.islower()
    if _is_alias(around, own=as_written):
        return Verdict(Reading.PRIVATE, "a model name or version stands behind it")
    if around.glued:
        if lower or not as_written:
            return Verdict(Reading.PUBLIC, "a part of a longer name, as upstream spells the word")
        if around.joints <= word.joints and ("right", Joint.OTHER) not in around.joints:
            return _undecided(term, "a part of a longer name, of a kind that upstream has too")
        return Verdict(Reading.PRIVATE, "glued to other words as upstream never does")
    if around.quoted:
        if not word.quoted:
            return Verdict(Reading.PRIVATE, "a value on its own, which upstream does not have")
        if around.between in word.listed:
            return Verdict(Reading.PUBLIC, "a value on its own, between the same two as upstream")
        # Code folds names to one case; a third spelling that upstream has is upstream's.
        if private_nearby and around.word in (own, own.lower(), own.upper()):
            return Verdict(Reading.PRIVATE, "a value on its own in a file with the private name")
        return Verdict(Reading.PUBLIC, "a value on its own that upstream has too")
    if not as_written:
        return Verdict(Reading.PUBLIC, "not in the spelling of the private name")
    if _has_public_neighbours(word, around, lower=lower):
        return Verdict(Reading.PUBLIC, "upstream has the word with the same neighbours")
    hyphenated = _HYPHENATED.search(around.left) or _HYPHEN_BEHIND.match(around.right)
    if hyphenated and around.word.isupper():
        return Verdict(Reading.PRIVATE, "joined to another word as upstream never does")
    return _undecided(term, "a word of upstream's in the spelling of the private name")


def _undecided(term: Term, reason: str) -> Verdict:
    match term.ambiguous:
        case Ambiguous.KEEP:
            return Verdict(Reading.PUBLIC, f"{reason}; the lexicon says to keep it")
        case Ambiguous.REPLACE:
            return Verdict(Reading.PRIVATE, f"{reason}; the lexicon says to replace it")
        case Ambiguous.ASK:
            return Verdict(Reading.AMBIGUOUS, reason)


def _stands_in(word: _Word, around: Surroundings) -> bool:
    """Tell whether the base has the longer token around an occurrence."""
    return (around.glued and around.run in word.runs) or around.token in word.tokens


def _is_alias(around: Surroundings, *, own: bool) -> bool:
    """Tell whether the word is the front part of a model alias."""
    named = own and not around.word.islower()
    behind = _FAMILY_BEHIND.match(around.right)
    if behind and is_family(behind[1].lower()) and (named or behind.group().startswith("-")):
        return True
    return own and bool((_VERSION_BEHIND if named else _LEVEL_BEHIND).match(around.right))


def _has_public_neighbours(word: _Word, around: Surroundings, *, lower: bool) -> bool:
    """Tell whether the base has the word in such company, or the code says that it is its word.

    A neighbour that is only a sign says little: both have to fit then, but for lower-case words
    that stand where no value does.
    """
    before, after = around.before in word.before, around.after in word.after
    if (before and _says_much(around.before)) or (after and _says_much(around.after)):
        return True
    if not lower:
        return before and after and (around.before, around.after) != (EDGE, EDGE)
    if (before and around.before not in _VALUE_SIGNS) or (after and around.after != EDGE):
        return True
    declared = _NAME_BEFORE.search(around.left) and _DECLARATION_BEHIND.match(around.right)
    return bool(declared or _TYPE_BEFORE.search(around.left))


def _says_much(neighbour: str) -> bool:
    """Tell whether a neighbour is more than a sign or a word that stands beside any other."""
    return (neighbour[:1].isalnum() or neighbour[:1] == "_") and neighbour.lower() not in _FILLERS


def _hits(spellings: list[str], lines: Iterable[str]) -> Iterator[tuple[str, str, int]]:
    """Yield (spelling, line, offset) for every place where a line has a spelling."""
    from ahocorasick_rs import AhoCorasick

    automaton = AhoCorasick(spellings) if spellings else None
    for line in lines:
        if automaton is None:
            continue
        line = _encodable(line)
        for number, start, _ in automaton.find_matches_as_indexes(line, overlapping=True):
            yield spellings[number], line, start


def _encodable(text: str) -> str:
    """Return ``text`` with bytes that are not UTF-8 replaced, its length the same."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode()
