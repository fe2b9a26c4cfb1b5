"""The message that a forge proposes when it squashes a series into one commit.

GitHub: by default the only commit's message, or the title of the pull request and the messages of
all commits; a repository may choose the title alone, or title and description. Source: GitHub's
documentation, "About pull request merges" (section "Merge message for a squash merge") and
"Configuring commit squashing for pull requests"; its REST API names the settings
``squash_merge_commit_title`` and ``squash_merge_commit_message``.

GitLab: by default the title; a project may write a template of its own. Source: GitLab's
documentation, "Commit message templates".

The number of the request, which both may add, is not known before it is opened.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from prtool.model.message import Message, parse_message
from prtool.model.record import NamedTuple

GITHUB_COMMITS = 250
"""A pull request lists no more. Source: GitHub's REST API, "List commits on a pull request"."""
GITLAB_COMMITS = 100
"""The most recent ones that a template sees. Source: "Commit message templates"."""


class SquashedCommit(NamedTuple):
    """What a forge knows of one commit."""

    message: str
    author: str
    """``Name <email>``."""


class SquashMessage(NamedTuple):
    """One message that may come out, and by which setting."""

    how: str
    text: str


def squash_messages(
    title: str, body: str, commits: Sequence[SquashedCommit]
) -> tuple[SquashMessage, ...]:
    """Return every message that differs from the others, for a series oldest first.

    Args:
        title: the title of the request; empty when none is known yet.
        body: its description.
        commits: all commits but merges.
    """
    if not commits:
        return ()
    messages = [parse_message(commit.message) for commit in commits]
    title = title or messages[0].subject
    found: dict[str, SquashMessage] = {}
    for how, text in (*_github(title, body, commits, messages), *_gitlab(title, body, commits)):
        clean = text.strip("\n") + "\n"
        found.setdefault(clean, SquashMessage(how, clean))
    return tuple(found.values())


def _github(
    title: str, body: str, commits: Sequence[SquashedCommit], messages: Sequence[Message]
) -> Iterator[tuple[str, str]]:
    shown = commits[-GITHUB_COMMITS:]
    # Whoever opens the request is taken for the author of the squashed commit.
    others = [each for each in _authors(shown) if each != commits[-1].author]
    credit = "\n".join(f"Co-authored-by: {author}" for author in others)
    whole = messages[0]
    alone = "\n\n".join(filter(None, (whole.body, whole.trailers)))
    listed = "\n\n".join(f"* {commit.message.strip()}" for commit in shown)
    if len(commits) == 1:
        yield "GitHub, default, one commit", _joined(whole.subject, alone, credit)
    else:
        yield "GitHub, default, title and commits", _joined(title, listed, credit)
    yield (
        "GitHub, title and commits",
        _joined(title, alone if len(commits) == 1 else listed, credit),
    )
    yield "GitHub, title and description", _joined(title, body, credit)
    yield "GitHub, title", _joined(title, credit)


def _gitlab(title: str, body: str, commits: Sequence[SquashedCommit]) -> Iterator[tuple[str, str]]:
    recent = commits[-GITLAB_COMMITS:]
    credit = "\n".join(f"Co-authored-by: {author}" for author in _authors(recent))
    listed = "\n\n".join(f"* {commit.message.strip()}" for commit in recent)
    long = (each.message for each in commits if "\n" in each.message.strip())
    yield "GitLab, default", title
    yield "GitLab, first_multiline_commit", next(long, title)
    yield "GitLab, title, all_commits, co_authored_by", _joined(title, listed, credit)
    yield "GitLab, title, description, co_authored_by", _joined(title, body, credit)


def _authors(commits: Sequence[SquashedCommit]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(commit.author for commit in commits if commit.author))


def _joined(*parts: str) -> str:
    return "\n\n".join(part.strip("\n") for part in parts if part.strip())
