"""Commit messages as they may leave."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from prtool.model.changes import Commit
from prtool.model.edits import Edit, apply, clipped, moved
from prtool.model.message import Message, mail_safe, parse_message
from prtool.model.patterns import regex
from prtool.model.record import dataclass
from prtool.model.text import Channel, Span, printable
from prtool.model.tickets import NO_REFERENCES, References
from prtool.rewrite.edits import Edits
from prtool.rewrite.identity import PublicIdentity
from prtool.rewrite.messages.links import find_links

SIGN_OFF = "signed-off-by"
_BLANK_LINE = regex(r"\n[ \t\r]*(?=\n|\Z)")


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicMessage:
    """A message that may leave, and what was done to get there."""

    text: str
    trailers: tuple[str, ...] = ()
    """Names of the trailers that stayed out, as they may be told."""
    renamed: bool = False
    """Whether nothing was left of the private subject, and the fallback stands in its place."""


def public_message(
    commit: Commit,
    edits: Edits,
    *,
    keep_trailers: Collection[str],
    identity: PublicIdentity,
    signoff: bool,
    fallback: str,
    known: References = NO_REFERENCES,
) -> PublicMessage:
    """Return a commit's message, rewritten, with the trailers that may stay.

    A sign-off follows the public identity: one line, however many the private commit had.

    Args:
        commit: the private commit.
        edits: the run's edits.
        keep_trailers: names of trailers that stay, in lower case.
        identity: the public identity.
        signoff: whether to sign off a commit that was not.
        fallback: the subject for a message of which no subject is left.
        known: what means the same upstream.
    """
    message = parse_message(commit.message)
    subject, body = _halves(message.text, edits.of(Channel.MESSAGE, commit.oid))
    kept, gone = _sorted(message, edits.of(Channel.TRAILER, commit.oid), keep_trailers, known)
    signed = any(name.lower() == SIGN_OFF for name, _ in message.trailer_list())
    blocks = [mail_safe("\n\n".join(filter(None, (subject or fallback, body))))]
    if signed or signoff:
        kept.append(identity.sign_off)
    if kept:
        blocks.append("\n".join(kept))
    text = "\n\n".join(blocks) + "\n"
    return PublicMessage(text=text, trailers=gone, renamed=not subject)


def _halves(text: str, edits: Sequence[Edit]) -> tuple[str, str]:
    """Return subject paragraph and the rest, rewritten; an empty subject when nothing is left."""
    start = len(text) - len(text.lstrip())
    blank = _BLANK_LINE.search(text, start)
    end = blank.start() if blank is not None else len(text)
    whole = apply(text, edits)
    cut = moved(end, edits)
    subject, body = _trimmed(whole[:cut]), _trimmed(whole[cut:])
    said = [place for place in range(start, end) if text[place].isalnum()]
    one_way = [edit.span for edit in edits if not edit.reversible]
    if all(any(span.start <= place < span.end for span in one_way) for place in said):
        subject = ""
    return subject, body


def _trimmed(text: str) -> str:
    return "\n".join(line.rstrip() for line in text.strip().split("\n")).strip()


def _sorted(
    message: Message, edits: Sequence[Edit], keep: Collection[str], known: References
) -> tuple[list[str], tuple[str, ...]]:
    """Return the trailers that stay, rewritten, and the names of those that don't."""
    kept: list[str] = []
    gone: list[str] = []
    offset = 0
    for name, text in message.trailer_list():
        here = Span(offset, offset + len(text))
        offset = here.end + 1
        rewritten = apply(text, clipped(edits, here)).strip()
        rewritten = apply(rewritten, find_links(rewritten, known)).strip()
        if name.lower() == SIGN_OFF:
            continue
        if name.lower() in keep and rewritten:
            kept.append(rewritten)
        elif text.strip():
            # The name as the public may see it: it is a word like all others.
            told = apply(name, clipped(edits, Span(here.start, here.start + len(name))))
            gone.append(printable(told.strip()) or "a line")
    return kept, tuple(dict.fromkeys(gone))
