"""Takes the people of the private range for private: who signs there need not be in the lexicon."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from functools import partial

from prtool.lexicon.harvest import MachineFacts, choose, harvest_machine
from prtool.lexicon.model import Ambiguous, MatchMode, Term
from prtool.lexicon.public import is_private_host
from prtool.lexicon.words import words
from prtool.model.changes import Commit, Identity
from prtool.model.finding import Kind
from prtool.model.message import parse_message
from prtool.model.patterns import regex
from prtool.model.record import replace
from prtool.model.text import decode, encode
from prtool.pipeline.published import published
from prtool.rewrite.identity import PublicIdentity
from prtool.scan import PublicText
from prtool.sources.worktree import NOBODY

_SHORTEST_USER = 4
"""Letters; a shorter name of a mailbox is too common to look for in all texts."""
_IN_TRAILER = regex(r"(?P<name>[^<>]*[^<>\s])\s*<(?P<email>[^<>\s]+)>")
_PROGRAM = regex(r"(?i)\[bot\]$|\b(?:bot|agent|assistant|copilot)$")
_NO_REPLY = regex(r"(?i)(?:no-?reply|do-?not-?reply)@")


def people_of(commits: Iterable[Commit]) -> frozenset[Identity]:
    """Return who wrote, committed or signs in the trailers of some commits."""
    found: set[Identity] = set()
    for commit in commits:
        found |= {commit.author, commit.committer}
        found.update(signed_in(commit.message))
    return frozenset(found)


def signed_in(message: str) -> Iterator[Identity]:
    """Yield the people in the trailers of a message, such as ``Co-authored-by``.

    Programs sign there as well, and their names are words of the code: a name of one word, and one
    of an address that nobody reads, is no person's.
    """
    for _, text in parse_message(message).trailer_list():
        match = _IN_TRAILER.match(text.partition(":")[2].strip())
        if match is None or "@" not in match["email"]:
            continue
        name, email = match["name"].strip().strip('"'), match["email"]
        if len(name.split()) < 2 or _PROGRAM.search(name) or _NO_REPLY.match(email):
            continue
        yield Identity(encode(name), encode(email), 0, 0)


def author_terms(
    people: Collection[Identity],
    public: PublicText,
    identity: PublicIdentity,
    known: Collection[Term],
) -> tuple[Term, ...]:
    """Return terms for the authors and committers of private work.

    Left out are the public identity, whatever the lexicon has already, and names that upstream
    publishes, such as those of maintainers whose commits were picked.
    """
    facts = sorted({fact for who in people for fact in _facts(who)}, key=repr)
    candidates = [one for fact in facts for one in harvest_machine(fact)]
    own = {identity.name, identity.email, *(term.value for term in known)}
    fresh = (one for one in candidates if one.term.value not in own)
    harvest = choose(fresh, partial(published, public))
    return tuple(_careful(one.term) for one in harvest.taken)


def _careful(term: Term) -> Term:
    """Narrow a name of one word, which nobody chose for a lexicon: upstream's words go before.

    An account or a host is a word in any case; a person may be called like a thing.
    """
    if not term.value.isascii() or len(words(term.value)) > 1:
        return term
    modes = {Kind.PERSON: MatchMode.EXACT, Kind.USER: MatchMode.WORD, Kind.HOST: MatchMode.WORD}
    return replace(term, match=modes.get(term.kind, term.match), ambiguous=Ambiguous.KEEP)


def _facts(who: Identity) -> Iterator[MachineFacts]:
    name, email = decode(who.name), decode(who.email)
    if email == NOBODY:
        return
    box, _, host = email.rpartition("@")
    yield MachineFacts(
        git_name=name,
        git_email=email if box else "",
        user=box if len(box) >= _SHORTEST_USER and is_private_host(host) else "",
        hostname=host.split(".")[0] if is_private_host(host) else "",
    )
