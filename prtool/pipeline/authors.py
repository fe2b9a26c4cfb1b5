"""Takes the people of the private range for private: who signs there need not be in the lexicon."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from functools import partial

from prtool.lexicon.harvest import MachineFacts, choose, harvest_machine
from prtool.lexicon.model import Ambiguous, MatchMode, Term
from prtool.lexicon.public import is_private_host
from prtool.lexicon.words import words
from prtool.model.changes import Identity
from prtool.model.finding import Kind
from prtool.model.record import replace
from prtool.model.text import decode
from prtool.pipeline.published import published
from prtool.rewrite.identity import PublicIdentity
from prtool.scan import PublicText
from prtool.sources.worktree import NOBODY

_SHORTEST_USER = 4
"""Letters; a shorter name of a mailbox is too common to look for in all texts."""


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
