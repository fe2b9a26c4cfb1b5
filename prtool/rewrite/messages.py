"""Commit messages as they may leave."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from prtool.model.changes import Commit
from prtool.model.edits import Edit, apply, clipped
from prtool.model.message import Message, mail_safe, parse_message
from prtool.model.text import Channel, Span
from prtool.rewrite.edits import Edits
from prtool.rewrite.identity import PublicIdentity

SIGN_OFF = "signed-off-by"


def public_message(
    commit: Commit,
    edits: Edits,
    *,
    keep_trailers: Collection[str],
    identity: PublicIdentity,
    signoff: bool,
    fallback: str,
) -> str:
    """Return a commit's message, rewritten, with the trailers that may stay.

    A sign-off follows the public identity: one line, however many the private commit had.

    Args:
        commit: the private commit.
        edits: the run's edits.
        keep_trailers: names of trailers that stay, in lower case.
        identity: the public identity.
        signoff: whether to sign off a commit that was not.
        fallback: the subject for a message of which nothing is left.
    """
    message = parse_message(commit.message)
    text = apply(message.text, edits.of(Channel.MESSAGE, commit.oid)).strip()
    lines = [line.rstrip() for line in text.split("\n")]
    trailers = _kept(message, edits.of(Channel.TRAILER, commit.oid), keep_trailers)
    signed = any(name.lower() == SIGN_OFF for name, _ in message.trailer_list())
    if signed or signoff:
        trailers.append(identity.sign_off)
    body = "\n".join(lines).strip() or fallback
    blocks = [mail_safe(body), *(["\n".join(trailers)] if trailers else [])]
    return "\n\n".join(blocks) + "\n"


def _kept(message: Message, edits: Sequence[Edit], keep: Collection[str]) -> list[str]:
    kept: list[str] = []
    offset = 0
    for name, text in message.trailer_list():
        here = Span(offset, offset + len(text))
        offset = here.end + 1
        if name.lower() in keep and name.lower() != SIGN_OFF:
            rewritten = apply(text, clipped(edits, here)).strip()
            if rewritten:
                kept.append(rewritten)
    return kept
