"""The message of a commit in the making, as git will take it."""

from __future__ import annotations

from prtool.model.message import parse_message
from prtool.model.text import Channel, TextUnit, decode
from prtool.repo.beside import ask_git
from prtool.sources.texts import message_units

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from prtool.model.results import Skip

_SETTINGS = r"^(commit\.cleanup|core\.comment(char|string))$"


def commit_message_units(
    folder: str, given: bytes, environ: Mapping[str, str], skipped: list[Skip]
) -> Iterator[TextUnit]:
    """Yield a message that git gives to its ``commit-msg`` hook.

    Source: git's builtin/commit.c and sequencer.c, ``get_cleanup_mode``: a message that no editor
    was opened for keeps its comments, unless all are to be stripped, and nothing is cut off.
    ``GIT_EDITOR=:`` tells which it is.

    Args:
        folder: a folder of the work tree, whose settings count, and those of this very git command.
        given: the file that git names.
        environ: what git tells the hook.
        skipped: gets how many lines git throws away.

    Raises:
        GitError: git can't tell its settings.
    """
    settings = _settings(folder)
    cleanup = settings.get("commit.cleanup", "")
    comment = settings.get("core.commentstring") or settings.get("core.commentchar") or "#"
    if environ.get("GIT_EDITOR") != ":":
        yield from message_units(given, skipped, comment=comment, cleanup=cleanup)
        return
    text = decode(given)
    if cleanup == "strip":
        text = "\n".join(line for line in text.split("\n") if not line.startswith(comment))
    message = parse_message(text)
    if message.text.strip():
        yield TextUnit(channel=Channel.MESSAGE, text=message.text)
    if message.trailers:
        yield TextUnit(channel=Channel.TRAILER, text=message.trailers)


def _settings(folder: str) -> dict[str, str]:
    """Return what git is told of messages; of several values the last one counts."""
    listed = decode(ask_git(folder, "config", "-z", "--get-regexp", _SETTINGS))
    rows = (row.partition("\n") for row in listed.split("\0") if row)
    return {name: value for name, _, value in rows}
