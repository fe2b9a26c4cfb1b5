"""Draws pseudonyms: keyed, independent of order, never the same one twice.

A subject's candidates come from HMAC-SHA-256 of its kind, its identity and a counter, so nobody
without the key can tell them, or test a guess. Where two new subjects want the same words, the one
with the smaller HMAC gets them (a stable matching), whichever came first.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from prtool.errors import LexiconError
from prtool.lexicon.book import Subject
from prtool.lexicon.names import FIRST, NOUNS, PEOPLE, SAMPLE_FIRST, SAMPLES, SECOND, SINGLE
from prtool.model.finding import Kind
from prtool.model.record import dataclass

DOMAIN = "example.com"
"""Source: RFC 2606, section 3."""
USER = "user"
HOST = "host"
NUMBERS = (100, 900)
"""First and count of the numbers behind ``user`` and ``host``."""
SURNAME = "example"
NETWORKS = ("192.0.2", "198.51.100", "203.0.113")
"""The first three bytes of the documentation networks. Source: RFC 5737."""
MORE_NETWORKS = tuple(f"198.{second}.{third}" for second in (18, 19) for third in range(256))
"""For when those are used up: the benchmarking network, no more routed. Source: RFC 2544."""
PREFIX_V6 = "2001:db8::"
"""Source: RFC 3849."""

_HOSTS = 254
_SAMPLE_TRIES = 40
_SINGLE_TRIES = 64
_PEOPLE_TRIES = 32
_PAIR_TRIES = 20_000
_NUMBER_TRIES = 2_000
_MORE_NUMBERS = (10_000, 90_000)


@dataclass(frozen=True, slots=True)
class Want:
    """A subject without a pseudonym."""

    subject: Subject
    several: bool
    """Whether the name has several words: it gets two then."""
    in_paths_only: bool = False
    """Of a user: whether the name stands only where a home directory's name does."""


class _Candidate(NamedTuple):
    claim: str
    """What no other pseudonym may have."""
    pseudonym: str
    weight: bytes


def draw(
    key: bytes, wants: Iterable[Want], is_free: Callable[[str, bool], bool]
) -> dict[Subject, str]:
    """Return a pseudonym for each want.

    Args:
        key: the private key.
        wants: different subjects, in any order.
        is_free: tells of a claim, and of whether it is for a user in paths only, if it may be used.

    Raises:
        LexiconError: there are more names than pseudonyms.
    """
    holders: dict[str, tuple[_Candidate, Want]] = {}
    waiting = list(wants)
    candidates = {want.subject: _candidates(key, want) for want in waiting}
    while waiting:
        want = waiting.pop()
        for candidate in candidates[want.subject]:
            holder = holders.get(candidate.claim)
            if holder and holder[0].weight <= candidate.weight:
                continue
            if not is_free(candidate.claim, want.in_paths_only):
                continue
            holders[candidate.claim] = (candidate, want)
            if holder:
                waiting.append(holder[1])
            break
        else:
            raise LexiconError(
                "there are more private names than pseudonyms",
                hint="give some terms a 'pseudonym:' of your own, or fewer terms",
            )
    return {want.subject: candidate.pseudonym for candidate, want in holders.values()}


def _candidates(key: bytes, want: Want) -> Iterator[_Candidate]:
    subject = want.subject
    if subject.kind is Kind.ADDRESS:
        yield from _addresses(key, subject)
        return
    if subject.kind is Kind.USER:
        # A plain ``user`` can be told from upstream's own word in a home directory alone.
        if want.in_paths_only:
            yield _Candidate(USER, USER, _weight(key, subject, "user"))
        yield from _numbered(key, want, USER)
        return
    if subject.kind is Kind.HOST and "." not in subject.identity:
        yield from _numbered(key, want, HOST)
        return
    if subject.kind is Kind.EMAIL:
        claim = f"{USER}@{DOMAIN}"
        yield _Candidate(claim, claim, _weight(key, subject, "user"))
    elif subject.kind is Kind.PERSON:
        for counter in range(_PEOPLE_TRIES):
            weight = _weight(key, subject, f"person {counter}")
            given = _pick(PEOPLE, weight)
            yield _Candidate(given, f"{given} {SURNAME}" if want.several else given, weight)
    for claim, words, weight in _words(key, want):
        yield _Candidate(claim, _shaped(subject, words), weight)


def _words(key: bytes, want: Want) -> Iterator[tuple[str, tuple[str, ...], bytes]]:
    """Yield (claim, words, weight): samples, then invented single words, then pairs of them."""
    subject = want.subject
    several = want.several and subject.kind in (Kind.OTHER, Kind.PERSON)
    for counter in range(_SAMPLE_TRIES):
        weight = _weight(key, subject, f"sample {counter}")
        if several:
            pair = _pick(SAMPLE_FIRST, weight[:16]), _pick(NOUNS, weight[16:])
            yield "-".join(pair), pair, weight
        else:
            word = _pick(SAMPLES, weight)
            yield word, (word,), weight
    if not several:
        for counter in range(_SINGLE_TRIES):
            weight = _weight(key, subject, f"single {counter}")
            word = _pick(SINGLE, weight)
            yield word, (word,), weight
    for counter in range(_PAIR_TRIES):
        weight = _weight(key, subject, f"pair {counter}")
        pair = _pick(FIRST, weight[:16]), _pick(SECOND, weight[16:])
        yield "-".join(pair), pair, weight


def _numbered(key: bytes, want: Want, stem: str) -> Iterator[_Candidate]:
    """Yield names that everybody takes for a sample, in a path or in front of a port too."""
    joint = "-" if want.several else ""
    for counter in range(_NUMBER_TRIES):
        weight = _weight(key, want.subject, f"number {counter}")
        first, count = NUMBERS if counter < _NUMBER_TRIES // 2 else _MORE_NUMBERS
        number = first + int.from_bytes(weight) % count
        yield _Candidate(f"{stem}{number}", f"{stem}{joint}{number}", weight)


def _shaped(subject: Subject, words: tuple[str, ...]) -> str:
    joined = "".join(words)
    match subject.kind:
        case Kind.HOST:
            return f"{joined}.{DOMAIN}"
        case Kind.EMAIL:
            return f"{joined}@{DOMAIN}"
        case Kind.TICKET:
            return f"{joined}-1"
        case _:
            return "-".join(words)


def _addresses(key: bytes, subject: Subject) -> Iterator[_Candidate]:
    weight = _weight(key, subject, "address")
    number = int.from_bytes(weight[:8])
    if ":" in subject.identity:
        for counter in range(0xFFFF):
            address = f"{PREFIX_V6}{(number + counter) % 0xFFFF + 1:x}"
            yield _Candidate(address, address, weight)
        return
    # An odd step other than 127 visits all 254 hosts of a network: 254 is 2 times 127.
    step = 2 * (int.from_bytes(weight[8:16]) % 63) + 1
    for network in (*NETWORKS, *MORE_NETWORKS):
        for counter in range(_HOSTS):
            address = f"{network}.{(number + counter * step) % _HOSTS + 1}"
            yield _Candidate(address, address, weight)


def _weight(key: bytes, subject: Subject, purpose: str) -> bytes:
    message = f"{subject.kind.value}\0{subject.identity}\0{purpose}"
    return hmac.new(key, message.encode("utf-8", "surrogateescape"), hashlib.sha256).digest()


def _pick(words: tuple[str, ...], weight: bytes) -> str:
    return words[int.from_bytes(weight) % len(words)]
