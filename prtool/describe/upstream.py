"""What upstream is used to: its template for pull requests, the form of its subjects, sign-offs.

All of it is asked of the public base, which is upstream's default branch.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from prtool.model.message import parse_message
from prtool.model.patterns import IGNORECASE, regex
from prtool.model.record import dataclass

RECENT = 60
"""Commits of upstream that show its habits."""
_FEWEST = 5
"""Fewer commits show none."""

_FOLDERS = (".github", "", "docs")
"""Where GitHub looks, in its order. Source:
https://docs.github.com/en/communities/setting-up-your-project-for-healthy-contributions/creating-a-default-community-health-file"""
_NAME = regex(r"pull_request_template(?:\.[a-z]+)?", IGNORECASE)
"""Names are not case sensitive and may have an extension. Source:
https://docs.github.com/en/communities/using-templates-to-encourage-useful-issues-and-pull-requests/creating-a-pull-request-template-for-your-repository"""
_GITHUB_FOLDER = "pull_request_template"
_GITLAB_FOLDER = ".gitlab/merge_request_templates"
"""Source: https://docs.gitlab.com/ee/user/project/description_templates.html"""
_TEXT = (".md", ".markdown", ".txt")

_CONVENTIONAL = regex(
    r"(?P<type>build|chore|ci|docs|feat|fix|perf|refactor|revert|style|test)"
    r"(?P<scope>\([\w./, -]+\))?!?: \S"
)
"""Source: https://www.conventionalcommits.org/en/v1.0.0/ and the types of its usual linters."""
_ASKS_FOR_SIGN_OFF = regex(
    r"developer certificate of origin|\bsigned-off-by\b|\bcommit\s+(?:-\w*s\b|--signoff)"
    r"|\bDCO\b",
    IGNORECASE,
)
_CONTRIBUTING = regex(r"(?:\.github/|\.gitlab/|docs/)?contributing(?:\.[a-z]+)?", IGNORECASE)
_MOSTLY = 0.7


@dataclass(frozen=True, slots=True, kw_only=True)
class Upstream:
    """The habits of upstream as of the public base."""

    template: str | None = None
    """The text of its template for pull requests."""
    template_path: str = ""
    choices: tuple[str, ...] = ()
    """Paths of templates of which a person would have to choose one."""
    conventional: bool = False
    """Its subjects are Conventional Commits."""
    scopes: bool = False
    """And mostly name a scope."""
    wants_sign_off: bool = False
    projects: frozenset[str] = frozenset()
    """Of its tickets: what its messages name is public."""


def find_templates(paths: Collection[str]) -> tuple[str, ...]:
    """Return the templates that count: one, or several of which a person has to choose.

    GitHub fills in the single file; of those in a folder it takes the one that a link names.
    GitLab fills in ``Default.md``.
    """
    lower = {path: path.lower() for path in sorted(paths)}
    for folder in _FOLDERS:
        for path, name in lower.items():
            parent, _, file = name.rpartition("/")
            if parent == folder and _NAME.fullmatch(file) and _is_text(file):
                return (path,)
    gitlab = [path for path, name in lower.items() if _in_folder(name, _GITLAB_FOLDER)]
    for path in gitlab:
        if path.lower() == f"{_GITLAB_FOLDER}/default.md":
            return (path,)
    several = [
        path
        for folder in _FOLDERS
        for path, name in lower.items()
        if _in_folder(name, f"{folder}/{_GITHUB_FOLDER}".lstrip("/"))
    ]
    return tuple(several or gitlab)


def _in_folder(name: str, folder: str) -> bool:
    return name.rpartition("/")[0] == folder and name.endswith(_TEXT)


def _is_text(name: str) -> bool:
    return "." not in name or name.endswith(_TEXT)


def contributing_files(paths: Iterable[str]) -> tuple[str, ...]:
    """Return the files that tell contributors what is asked of them."""
    return tuple(path for path in sorted(paths) if _CONTRIBUTING.fullmatch(path))


def habits(
    messages: Sequence[str], contributing: Iterable[str]
) -> tuple[bool, bool, bool]:  # fmt: skip
    """Return whether upstream writes Conventional Commits, names scopes, and wants sign-offs.

    Args:
        messages: of upstream's last commits, merges left out.
        contributing: texts of its files for contributors.
    """
    asked = any(_ASKS_FOR_SIGN_OFF.search(text) for text in contributing)
    if len(messages) < _FEWEST:
        return False, False, asked
    parsed = [parse_message(message) for message in messages]
    found = [match for each in parsed if (match := _CONVENTIONAL.match(each.subject)) is not None]
    signed = [
        each
        for each in parsed
        if any(name.lower() == "signed-off-by" for name, _ in each.trailer_list())
    ]
    conventional = len(found) >= _MOSTLY * len(messages)
    scoped = len([match for match in found if match["scope"]])
    return (
        conventional, conventional and 2 * scoped >= len(found),
        asked or len(signed) >= _MOSTLY * len(messages),
    )  # fmt: skip


_AREA = regex(r"(?P<area>[\w./-]{1,30}): (?P<rest>.+)")
_REPAIRS = regex(
    r"\b(?:fix(?:e[sd]|ing)?|bugs?|correct(?:s|ed)?|repairs?|prevents?|avoids?|no longer|crash"
    r"|regression|wrong|instead of)\b|修复|修正",
    IGNORECASE,
)
_DOCS = regex(r"(?:.*/)?(?:docs?/.*|[^/]*\.(?:md|rst|adoc))", IGNORECASE)
_CI = regex(r"\.github/workflows/.*|\.gitlab-ci\.yml|\.circleci/.*|Jenkinsfile")


def conventional_title(
    title: str, paths: Sequence[str], *, repairs: bool, scopes: bool, tests: Collection[str]
) -> str | None:
    """Return a title as a Conventional Commit; None when its type can't be told.

    Args:
        title: one line.
        paths: the public paths that change.
        repairs: the notes speak of a problem or its cause.
        scopes: upstream names scopes.
        tests: those of the paths that are tests.
    """
    if _CONVENTIONAL.match(title):
        return title
    match = _AREA.fullmatch(title)
    area, rest = (match["area"], match["rest"]) if match is not None else ("", title)
    if paths and all(_DOCS.fullmatch(path) for path in paths):
        kind = "docs"
    elif paths and all(path in tests for path in paths):
        kind = "test"
    elif paths and all(_CI.fullmatch(path) for path in paths):
        kind = "ci"
    elif repairs or _REPAIRS.search(title):
        kind = "fix"
    else:
        return None
    if area and not scopes:
        rest = f"{area}: {rest}"
    scope = f"({area})" if area and scopes else ""
    return f"{kind}{scope}: {_small(rest)}"


def _small(text: str) -> str:
    """Return a text whose first word begins small, unless it is a name or in capitals."""
    first = text.split(" ", 1)[0]
    return text[:1].lower() + text[1:] if first[1:].islower() or len(first) == 1 else text
