"""What to do about a finding, in one line for each kind of it."""

from __future__ import annotations

from prtool.reports.public import PublicFinding

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

FAMILIES = {
    "secret": "revoke it where it was issued, then take it out of every commit that has it",
    "private": "put a public name in its place, or let 'prtool prepare' do so everywhere",
    "path": "use a relative path or a made-up one",
    "host": "use example.com, or an address that is reserved for documentation",
    "identity": "use a public name and address, or none",
    "file": "take the file out of the branch, and name it in .git/info/exclude",
    "unicode": "delete the character, or write it as an escape",
    "metadata": "let 'prtool prepare' write it anew; dates: 'TZ=UTC git commit'",
    "input": "prtool could not decide on it: look at it yourself, or leave it out",
}
"""By the first part of the rule's id."""

_MESSAGE = "reword it: 'git commit --amend', or 'git rebase -i' for an older commit"
_PERSON = "set it, then 'git commit --amend --reset-author', or 'git rebase -i' for an older commit"
_NAME = "rename the file in the commit that adds it: 'git rebase -i', 'git mv'"
_REQUEST = "edit the pull request; what was sent once is in its history"
CHANNELS = {
    "path": _NAME,
    "message": _MESSAGE,
    "trailer": _MESSAGE,
    "author": _PERSON,
    "committer": _PERSON,
    "branch": "rename it: 'git branch -m'",
    "pr-title": _REQUEST,
    "pr-body": _REQUEST,
    "removed": "squash the commits that add it and take it out: 'git rebase -i'",
}
"""By channel, where that takes more than an editor."""
NOT_PRIVATE = "allow it in redaction_rules.yaml; 'prtool rules explain RULE' tells what decides"


def way_out(rule: str) -> str:
    """Return what to do about what a rule finds."""
    return FAMILIES.get(rule.partition("/")[0], FAMILIES["input"])


def ways_out(findings: Iterable[PublicFinding]) -> Iterator[tuple[str, str]]:
    """Yield (what, what to do) for the kinds and channels that occur, and for false alarms."""
    families, channels = set(), set()
    for finding in findings:
        families.add(finding.rule.partition("/")[0])
        channels.add(finding.channel)
    if not families:
        return
    yield from ((name, way) for name, way in FAMILIES.items() if name in families)
    for way in dict.fromkeys(CHANNELS.values()):
        names = [name for name in CHANNELS if CHANNELS[name] == way and name in channels]
        if names:
            yield f"in {', '.join(names)}", way
    yield "not private", NOT_PRIVATE
