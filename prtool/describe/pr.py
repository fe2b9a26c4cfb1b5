"""The pull request text, from public commits, the public diff and rewritten notes."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from pathlib import PurePath

from prtool.describe import tables
from prtool.describe.boxes import Evidence
from prtool.describe.changed import ChangedFile
from prtool.describe.fill import fill
from prtool.describe.links import neutral, neutral_title
from prtool.describe.own import OwnTemplate, render_builtin, render_own
from prtool.describe.upstream import Upstream, conventional_title
from prtool.model.message import parse_message
from prtool.model.parts import ORDER, TITLES, Part
from prtool.model.patterns import IGNORECASE, regex
from prtool.model.record import dataclass

_DOCS = regex(r"(?:.*/)?docs?/.*|(?:.*/)?(?!changelog|changes)[^/]*\.(?:md|rst|adoc)", IGNORECASE)
_BESIDE = regex(r"(?:docs?|tests?|chore|style|ci|build)(?:\([^)]*\))?!?: ", IGNORECASE)
"""How a subject begins that says what goes along with a change."""
_CHANGELOG = regex(r"(?:.*/)?(?:change(?:log|s)|news|releases?)(?:\.\w+|/.+)?", IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicChange:
    """One public commit as the text speaks of it."""

    message: str
    files: tuple[str, ...]
    named: bool = True
    """Whether its subject says what it does, and is not made of the files alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BaseRun:
    """What the test command did on the base, with the tests of the change added to it."""

    status: int | None
    """Exit status; None when the time was up."""
    failing: tuple[str, ...] = ()
    """Those of the new tests that its output names as failed."""

    @property
    def fails(self) -> bool:
        """Tell whether the command ended, and not with success."""
        return bool(self.status)


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """All that the text is made of; everything in it is public by now."""

    commits: tuple[PublicChange, ...]
    files: tuple[ChangedFile, ...] = ()
    """The whole series, base against head."""
    title: str | None = None
    """As given; the subject of the largest change by default."""
    notes: tuple[tuple[Part, str], ...] = ()
    tests_passed: str | None = None
    """The command that succeeded in the tree that leaves, None if none ran."""
    base_run: BaseRun | None = None
    """Only beside ``tests_passed``."""
    sign_off: str | None = None
    """The public identity, when the commits are signed off."""
    closes: tuple[int, ...] = ()
    """Numbers of upstream's issues."""
    upstream: Upstream = Upstream()
    own: OwnTemplate | None = None


@dataclass(frozen=True, slots=True)
class PullRequest:
    """A title and a Markdown body."""

    title: str
    body: str
    left: tuple[str, ...] = ()
    """What is left for the person, one line each; public words alone."""

    def as_markdown(self) -> str:
        """Return the file ``PR.md``: the title as a heading, then the body."""
        return f"# {self.title}\n\n{self.body}"


def pull_request(facts: Facts) -> PullRequest:
    """Write the text; a section for which there is nothing is left out.

    The user's own template comes before upstream's, and that before the built-in form.

    Raises:
        InputError: the user's own template does not hold.
    """
    parts = _parts(facts)
    title, left = _title(facts)
    if facts.upstream.wants_sign_off and facts.sign_off is None:
        left.append("upstream asks for a sign-off: name your public author with --author")
    if facts.own is not None:
        body = render_own(facts.own, _values(facts, title, parts))
    elif facts.upstream.template is not None:
        known = _known(facts, title)
        filled = fill(facts.upstream.template, parts, known, facts.closes)
        body = filled.body
        left += filled.left
    else:
        if facts.upstream.choices:
            names = ", ".join(facts.upstream.choices)
            left.append(
                f"upstream has several templates, name one with --upstream-template: {names}"
            )
        body = render_builtin(_values(facts, title, parts))
    body = body.strip("\n")
    if facts.sign_off is not None and facts.own is None:
        body += f"\n\nSigned-off-by: {facts.sign_off}"
    return PullRequest(title, body.strip("\n") + "\n", tuple(left))


def _parts(facts: Facts) -> dict[Part, str]:
    found: dict[Part, list[str]] = {part: [] for part in ORDER}
    projects = facts.upstream.projects
    for part, text in facts.notes:
        found[part].append(neutral(text, projects))
    if not found[Part.SUMMARY]:
        bodies = (parse_message(change.message).body for change in facts.commits)
        found[Part.SUMMARY] += [neutral(body, projects) for body in dict.fromkeys(bodies) if body]
    subjects = [parse_message(change.message).subject for change in facts.commits]
    if len(subjects) > 1:
        found[Part.CHANGES].append(
            "\n".join(
                f"- {tables.as_text(neutral_title(subject, projects))}" for subject in subjects
            )
        )
    found[Part.CHANGES].append(tables.file_list(facts.files))
    found[Part.TESTS].append(tables.test_list(facts.files, _failing(facts)))
    if facts.tests_passed is not None:
        command = _without_folder(facts.tests_passed)
        base = None if facts.base_run is None else (facts.base_run.status, facts.base_run.fails)
        found[Part.VERIFICATION].append(tables.command_table(command, base))
    texts = {part: "\n\n".join(filter(str.strip, some)) for part, some in found.items()}
    return {part: text for part, text in texts.items() if text}


def _failing(facts: Facts) -> tuple[str, ...]:
    return facts.base_run.failing if facts.base_run is not None and facts.base_run.fails else ()


def _title(facts: Facts) -> tuple[str, list[str]]:
    """Return the title, and what of it is left for the person."""
    named = [change for change in facts.commits if change.named]
    left = []
    title = neutral_title(facts.title or "", facts.upstream.projects)
    if not title:
        title = neutral_title(_main_subject(named or facts.commits), facts.upstream.projects)
        if not named:
            left.append("title: no subject is left that says what changes; name one with --title")
    if not facts.upstream.conventional:
        return title, left
    formed = conventional_title(
        title, [file.path for file in facts.files],
        repairs=any(part in (Part.PROBLEM, Part.ROOT_CAUSE) for part, _ in facts.notes),
        scopes=facts.upstream.scopes, tests={file.path for file in facts.files if file.is_test},
    )  # fmt: skip
    if formed is None:
        left.append("title: upstream writes Conventional Commits; begin it with feat:, fix: …")
        return title, left
    return formed, left


def _main_subject(changes: Sequence[PublicChange]) -> str:
    """Return the subject of the change that touches most files; of the later one where equal.

    One that calls itself docs, tests or chores goes along with the others.
    """
    subjects = [parse_message(each.message).subject for each in changes]

    def rank(number: int) -> tuple[bool, int, int]:
        return not _BESIDE.match(subjects[number]), len(changes[number].files), number

    return subjects[max(range(len(changes)), key=rank)]


def _without_folder(command: str) -> str:
    """Return a command line whose program is named without the folder it lies in here."""
    argv = shlex.split(command)
    return shlex.join([PurePath(argv[0]).name, *argv[1:]])


def _known(facts: Facts, title: str) -> Evidence:
    passed = facts.tests_passed is not None
    paths = [file.path for file in facts.files if file.status != "D"]
    return Evidence(
        new_tests=any(file.new_tests for file in facts.files),
        tests_passed=passed,
        fails_before=passed and bool(_failing(facts)),
        signed_off=facts.sign_off is not None,
        docs=any(_DOCS.fullmatch(path) for path in paths),
        changelog=any(_CHANGELOG.fullmatch(path) for path in paths),
        closes=bool(facts.closes),
        conventional=facts.upstream.conventional and title != "",
    )


def _values(facts: Facts, title: str, parts: dict[Part, str]) -> dict[str, object]:
    """Return what templates may name."""
    return {
        "title": title,
        "parts": {part.value: text for part, text in parts.items()},
        "titles": {part.value: name for part, name in TITLES.items()},
        "sections": [(TITLES[part], parts[part]) for part in ORDER if part in parts],
        "files": [
            {"path": file.path, "status": file.status, "functions": list(file.functions),
             "new_tests": list(file.new_tests), "is_test": file.is_test}
            for file in facts.files
        ],
        "tests": [name for file in facts.files for name in file.new_tests],
        "commits": [parse_message(change.message).subject for change in facts.commits],
        "closes": list(facts.closes),
        "sign_off": facts.sign_off or "",
    }  # fmt: skip
