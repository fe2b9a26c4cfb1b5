"""``prepare --reword FILE``: the messages of the series to a file, and back from it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from prtool.errors import InputError, UsageError
from prtool.lexicon.privatedir import write_private
from prtool.model.finding import Finding
from prtool.model.message import mail_safe, parse_message
from prtool.model.record import replace
from prtool.model.text import Channel, TextUnit, decode, encode
from prtool.pipeline.blocked import Blocked, Reason
from prtool.pipeline.workspace import Workspace
from prtool.rewrite.history import Rewrite
from prtool.rewrite.identity import PublicIdentity
from prtool.rewrite.messages.compose import PublicMessage
from prtool.rewrite.messages.cuts import Cuts
from prtool.rewrite.messages.style import hints
from prtool.rewrite.messages.todo import Reworded, TodoEntry, parse_todo, render_todo
from prtool.rewrite.messages.words import remarks
from prtool.scan import PublicText, Scanner, with_allowed

LIMIT = 16 * 1024 * 1024
"""Bytes of a file of messages."""

WRITTEN = "message/reword"
"""What a blocked run says that has just written the file."""

Leaks = Callable[[Sequence[TextUnit]], Sequence[Finding]]
"""Returns what of some texts must not leave."""


def check_place(path: Path | None, out: Path, workspace: Workspace, *, whole_tree: bool) -> None:
    """Refuse a file where it would become a part of what leaves.

    Args:
        path: the file that ``--reword`` names, None when it was not given.
        out: the bundle.
        workspace: where the repository and the private folder are.
        whole_tree: whether all that lies in the work tree is taken.

    Raises:
        UsageError: it lies there.
    """
    if path is None:
        return
    place = path.resolve()
    if place.is_relative_to(out.resolve()):
        raise UsageError(
            "--reword names a file in the bundle", hint="put it beside, or into .prtool/"
        )
    root, private = workspace.repository.root, workspace.private.path
    inside = whole_tree and place.is_relative_to(root.resolve())
    if inside and not place.is_relative_to(private.resolve()):
        raise UsageError(
            "with --worktree, the file of --reword would become a part of the change",
            hint="put it into .prtool/, which stays out",
        )


def leaks_by(
    scanner: Scanner, public: PublicText, identity: PublicIdentity,
    judge: Callable[[tuple[Finding, ...]], Sequence[Finding]],
) -> Leaks:  # fmt: skip
    """Return what tells the findings that keep a reworded message back."""

    def leaks(units: Sequence[TextUnit]) -> Sequence[Finding]:
        found = scanner.scan(iter(units), public).findings
        return judge(with_allowed(found, (str(identity),)))

    return leaks


def reword(
    path: Path | None, rewrite: Rewrite, cuts: Cuts, identity: PublicIdentity, leaks: Leaks
) -> Rewrite | Blocked:
    """Take the messages from a file; write it, when there is none, and ask for it to be edited.

    Args:
        path: the file; None leaves all messages as they are.
        rewrite: the public history with the messages that prtool has made.
        cuts: what stayed out of them.
        identity: whose sign-off is added again.
        leaks: looks at what came back.

    Raises:
        InputError: the file can't be read, or does not hold these messages; begins with file:line.
        OutputError: it can't be written.
    """
    if path is None:
        return rewrite
    entries = [
        TodoEntry(
            message=_unsigned(message.text, identity),
            paths=tuple(sorted(commit.entries)),
            remarks=tuple(remarks(message, cuts.get(origin, ()))),
        )
        for message, commit, origin in zip(
            rewrite.messages, rewrite.commits, rewrite.origins, strict=True
        )
    ]
    if not os.path.lexists(path):
        write_private(path, encode(render_todo(entries)))
        count = len(entries)
        why = f"{count} message{'s were' if count > 1 else ' was'} written there, to be edited"
        ways_out = "edit them, then run the same command again"
        return Blocked((Reason(WRITTEN, str(path), why, ways_out, askable=False),))
    blocks = parse_todo(_read(path), str(path), entries)
    found = leaks([unit for block in blocks for unit in _units(block)])
    if found:
        return Blocked(tuple(_reason(each, path) for each in found))
    messages = tuple(
        _signed(block, before, identity)
        for block, before in zip(blocks, rewrite.messages, strict=True)
    )
    commits = tuple(
        replace(commit, message=encode(message.text))
        for commit, message in zip(rewrite.commits, messages, strict=True)
    )
    return replace(rewrite, commits=commits, messages=messages)


def _read(path: Path) -> str:
    try:
        with path.open("rb") as file:
            data = file.read(LIMIT + 1)
    except OSError as error:
        raise InputError(
            f"can't read {path}: {error.strerror}", hint="check the file that --reword names"
        ) from error
    if len(data) > LIMIT:
        raise InputError(f"{path}:1: more than {LIMIT} bytes", hint="is it the right file?")
    return decode(data)


def _units(block: Reworded) -> Iterator[TextUnit]:
    """Yield a message as the scanner sees all others, with the file's own line numbers."""
    message = parse_message(block.text)
    count = message.text.count("\n") + 1
    yield TextUnit(channel=Channel.MESSAGE, text=message.text, numbers=block.numbers[:count])
    if message.trailers:
        numbers = block.numbers[-message.trailers.count("\n") - 1 :]
        yield TextUnit(channel=Channel.TRAILER, text=message.trailers, numbers=numbers)


def _reason(finding: Finding, path: Path) -> Reason:
    place = f"{path}:{finding.line}:{finding.column}"
    why = finding.note or finding.rule.why
    return Reason(finding.rule.id, place, why, "reword this line", askable=False)


def _unsigned(text: str, identity: PublicIdentity) -> str:
    return text.rstrip("\n").removesuffix(identity.sign_off).rstrip("\n") + "\n"


def _signed(block: Reworded, before: PublicMessage, identity: PublicIdentity) -> PublicMessage:
    text = mail_safe(block.text.rstrip("\n"))
    if before.text.rstrip("\n").endswith(f"\n{identity.sign_off}"):
        trailers = parse_message(text).trailers
        if identity.sign_off not in trailers.split("\n"):
            text += ("\n" if trailers else "\n\n") + identity.sign_off
    return replace(before, text=text + "\n", renamed=False)


def told(rewrite: Rewrite, cuts: Cuts) -> tuple[tuple[str, ...], ...]:
    """Return what a person should know of each message, in the order of the series."""
    return tuple(
        (
            *remarks(message, cuts.get(origin, ())),
            *(f"hint: {each}" for each in hints(message.text)),
        )
        for message, origin in zip(rewrite.messages, rewrite.origins, strict=True)
    )
