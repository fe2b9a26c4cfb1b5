"""P2 once more: the message that a forge makes of the series, should it squash it."""

from __future__ import annotations

from collections.abc import Iterator

from prtool.model.results import CheckResult, Status
from prtool.model.text import Channel, TextUnit, decode
from prtool.rewrite.messages.squash import SquashedCommit, squash_messages
from prtool.scan import with_allowed
from prtool.sources.commit_range import read_range
from prtool.verify.candidate import Candidate

NAME = "squash"
CLEAN = "what GitHub and GitLab would propose for a squashed commit was scanned: nothing found"


def check(candidate: Candidate) -> CheckResult:
    """Build those messages from the public history and the pull request text, and scan them."""
    units = list(_units(candidate))
    scan = candidate.scanner.scan(iter(units), candidate.public)
    left = candidate.judge(with_allowed(scan.findings, candidate.allowed))
    if left or not units:
        places = ", ".join(sorted({f"{each.rule.id} in '{each.unit.path}'" for each in left}))
        detail = (
            f"{len(left)} left: {places}; reword the messages" if left else "there is no message"
        )
        return CheckResult(name=NAME, status=Status.FAILED, detail=detail)
    return CheckResult(name=NAME, status=Status.PASSED, detail=CLEAN)


def _units(candidate: Candidate) -> Iterator[TextUnit]:
    document = decode(candidate.render(candidate.results).get("PR.md", b""))
    title, _, body = document.partition("\n")
    changes = read_range(candidate.store, candidate.base, candidate.head)
    commits = [
        SquashedCommit(each.message, f"{decode(each.author.name)} <{decode(each.author.email)}>")
        for each in changes.commits
    ]
    for how, text in squash_messages(title.removeprefix("# "), body, commits):
        yield TextUnit(channel=Channel.MESSAGE, text=text, path=how)
