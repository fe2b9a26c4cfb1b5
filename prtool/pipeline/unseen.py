"""What a look at the work tree or at a file does not see, so that the coverage can say it."""

from __future__ import annotations

import os

from prtool.model.results import Skip
from prtool.model.text import Channel, decode

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from prtool.repo.open import Repository


def hidden_in_worktree(repository: Repository) -> Iterator[Skip]:
    """Yield how many files git itself does not look at for changes, because the index says so."""
    listed = decode(repository.git.run("ls-files", "-v", "-z", doing="reading the index"))
    rows = [(row[:1], row[2:]) for row in listed.split("\0") if row]
    assumed = sum(tag.islower() for tag, _ in rows)
    # A file that a sparse checkout leaves out is not there, and has no changes.
    skipped = sum(tag == "S" and os.path.lexists(repository.root / path) for tag, path in rows)
    for count, mark in ((assumed, "assume-unchanged"), (skipped, "skip-worktree")):
        if count:
            # Their names may be private, and nothing has looked at them.
            what = f"{count} file{'s' * (count != 1)}"
            yield Skip(Channel.CONTENT, what, f"marked as {mark}: git does not look for changes")
