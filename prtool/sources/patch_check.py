"""A second reader for hunks: unidiff must count what prtool's own index counts."""

from __future__ import annotations

from prtool.errors import InputError
from prtool.sources.patch import FilePatch


def cross_check(file: FilePatch) -> None:
    """Let unidiff read the hunks of one file, and compare the numbers of lines.

    It sees them under a neutral name, as Latin-1: names and encodings are not its business here.

    Raises:
        InputError: it refuses them or counts otherwise.
    """
    if not file.hunks:
        return
    from unidiff.errors import UnidiffParseError
    from unidiff.patch import PatchSet

    try:
        (read,) = PatchSet(_as_text(file), metadata_only=False)
        counted = (read.added, read.removed, len(read))
    except (UnidiffParseError, ValueError) as error:
        raise _refusal(file) from error
    signs = [row[:1] for hunk in file.hunks for row in hunk.rows]
    if counted != (signs.count(b"+"), signs.count(b"-"), len(file.hunks)):
        raise _refusal(file)


def _as_text(file: FilePatch) -> str:
    parts = [b"--- a/file\n+++ b/file\n"]
    for hunk in file.hunks:
        signs = [row[:1] for row in hunk.rows]
        old = sum(sign != b"+" for sign in signs)
        new = sum(sign != b"-" for sign in signs)
        parts.append(b"@@ -%d,%d +%d,%d @@\n" % (hunk.old_start, old, hunk.new_start, new))
        for number, row in enumerate(hunk.rows):
            parts.append(row + b"\n")
            if number in hunk.unended:
                parts.append(b"\\ No newline at end of file\n")
    return b"".join(parts).decode("latin-1")


def _refusal(file: FilePatch) -> InputError:
    return InputError(
        f"line {file.line} of the patch: its changes can't be read unambiguously",
        hint="make the patch again with 'git diff' or 'git format-patch'",
    )
