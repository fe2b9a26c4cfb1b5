"""Texts without a repository: plain text, commit messages in the making, pull requests."""

from __future__ import annotations

from prtool.errors import InputError
from prtool.model.message import parse_message
from prtool.model.patterns import escape, regex
from prtool.model.results import Skip
from prtool.model.text import Channel, TextUnit, decode, is_binary
from prtool.sources.limits import BINARY_LIMIT

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

_SCISSORS = "------------------------ >8 ------------------------"
"""What git writes above the part that it cuts off. Source: git's wt-status.c, ``cut_line``."""
_KEEPS_COMMENTS = frozenset({"verbatim", "whitespace", "scissors"})
"""Values of commit.cleanup with which lines that look like comments stay. Source: git-commit."""


def text_units(data: bytes) -> Iterator[TextUnit]:
    """Yield a text as it is; nothing for an empty one."""
    if is_binary(data):
        yield TextUnit(channel=Channel.BINARY, text=data[:BINARY_LIMIT].decode("latin-1"))
    elif data:
        yield TextUnit(channel=Channel.TEXT, text=decode(data))


def message_units(
    data: bytes, skipped: list[Skip], *, comment: str = "#", cleanup: str = ""
) -> Iterator[TextUnit]:
    """Yield a commit message that an editor has left behind, as git will take it.

    Args:
        data: the file that git gives to its ``commit-msg`` hook.
        skipped: gets how many lines git throws away.
        comment: what comments begin with, ``core.commentChar``.
        cleanup: ``commit.cleanup``.
    """
    lines = decode(data).split("\n")
    prefix = "" if comment == "auto" else comment
    cut = regex(rf"{escape(prefix) or '.'} {escape(_SCISSORS)}\r?")
    end = next((n for n, line in enumerate(lines) if cut.fullmatch(line)), len(lines))
    kept = lines[:end]
    if prefix and cleanup not in _KEEPS_COMMENTS:
        kept = [line for line in kept if not line.startswith(prefix)]
    thrown = sum(bool(line) for line in lines) - sum(bool(line) for line in kept)
    if thrown:
        skipped.append(Skip(Channel.MESSAGE, f"{thrown} lines", "comments that git takes out"))
    message = parse_message("\n".join(kept))
    if message.text.strip():
        yield TextUnit(channel=Channel.MESSAGE, text=message.text)
    if message.trailers:
        yield TextUnit(channel=Channel.TRAILER, text=message.trailers)


def pull_request_units(title: str | None, body: str | None) -> Iterator[TextUnit]:
    """Yield title and body, those that there are."""
    for channel, text in ((Channel.PR_TITLE, title), (Channel.PR_BODY, body)):
        if text:
            yield TextUnit(channel=channel, text=text)


def event_units(data: bytes) -> Iterator[TextUnit]:
    """Yield title, body and branch of a GitHub event's pull request, or the branch of a push.

    Source: GitHub's documentation, "Webhook events and payloads", pull_request and push.

    Raises:
        InputError: it is no JSON, or no event of these kinds.
    """
    import json

    wrong = InputError(
        "the event is neither that of a pull request nor that of a push",
        hint="use this on 'pull_request' and 'push' events, or leave --github and --event away",
    )
    try:
        event: Any = json.loads(data)
    except ValueError as error:
        raise InputError("the event is no JSON", hint="pass the file that GitHub wrote") from error
    if not isinstance(event, dict):
        raise wrong
    request, ref = event.get("pull_request"), event.get("ref")
    if isinstance(request, dict):
        head = request.get("head")
        branch = head.get("ref") if isinstance(head, dict) else None
        texts = (request.get("title"), request.get("body"), branch)
        if not isinstance(texts[0], str) or not all(isinstance(t, str | None) for t in texts):
            raise wrong
        yield from pull_request_units(texts[0], texts[1])
        if branch:
            yield TextUnit(channel=Channel.BRANCH, text=branch)
    elif isinstance(ref, str) and ref.startswith(("refs/heads/", "refs/tags/")):
        yield TextUnit(channel=Channel.BRANCH, text=ref.split("/", 2)[2])
    else:
        raise wrong
