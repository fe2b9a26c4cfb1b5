"""What ``prtool check`` has to tell, in public terms; every report format is made of it."""

from __future__ import annotations

from prtool.model.finding import Rule, Severity
from prtool.model.record import Counter, dataclass, field
from prtool.model.results import Coverage, Skip
from prtool.model.text import Channel, printable
from prtool.reports.safe import shortened

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from prtool.reports.public import PublicFinding

_SEVERITIES = {str(each): each for each in Severity}
_INPUTS = {
    "files": (Channel.CONTENT, Channel.PATH, Channel.BINARY, Channel.SYMLINK, Channel.SUBMODULE),
    "commit messages": (Channel.MESSAGE, Channel.TRAILER),
    "authors and dates": (Channel.AUTHOR, Channel.COMMITTER, Channel.DATE),
    "branch name": (Channel.BRANCH,),
    "pull request": (Channel.PR_TITLE, Channel.PR_BODY),
}
"""What a contribution consists of, and the channels that show that it was looked at."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """The outcome of one look at something."""

    findings: tuple[PublicFinding, ...]
    """What is new and no rule allows, low severities included, sorted by place."""
    fail_on: Severity
    """The lowest severity that is a leak."""
    coverage: Coverage
    """Names in it are masked like those of the findings."""
    lexicon_terms: int | None
    """How many private terms were looked for; None where there is no lexicon."""
    not_listed: Mapping[str, int] = field(default_factory=dict)
    """How many further findings there were, by why they are not listed: ``allowed``, say."""
    rules: Mapping[str, Rule] = field(default_factory=dict)

    @property
    def leaks(self) -> tuple[PublicFinding, ...]:
        """Return the findings that must not leave."""
        return tuple(each for each in self.findings if self.is_leak(each))

    @property
    def status(self) -> str:
        """Return ``clean`` or ``findings``, as the exit status says it."""
        return "findings" if self.leaks else "clean"

    def is_leak(self, finding: PublicFinding) -> bool:
        """Tell whether a finding is severe enough to fail."""
        return _SEVERITIES[finding.severity] >= self.fail_on


def verdict(report: Report) -> str:
    """Return one line: how many findings, of which severity, and what follows."""
    leaks = report.leaks
    rest = len(report.findings) - len(leaks)
    minor = f"{rest} below --fail-on {report.fail_on}" if rest else ""
    if not leaks:
        return f"clean ({minor})" if minor else "clean"
    found = Counter(leak.severity for leak in leaks)
    counted = [f"{found[each]} {each}" for each in ("high", "medium", "low") if found[each]]
    many = f"{len(leaks)} finding{'s' * (len(leaks) != 1)}: {', '.join(counted)}"
    return f"{many} ({minor})" if minor else many


def coverage_line(report: Report, *, most: int = 5) -> str:
    """Return one line that says what was looked at, what was not and why.

    Args:
        report: the outcome.
        most: how many things that were left out are named.
    """
    coverage = report.coverage
    counts = ", ".join(f"{channel} {number}" for channel, number in sorted(_counts(coverage)))
    line = f"coverage: {coverage.total} text{'s' * (coverage.total != 1)} scanned ({counts})"
    line += f"; skipped: {_skips(coverage.skipped, most)}"
    absent = [name for name, channels in _INPUTS.items() if not _seen(coverage, channels)]
    if absent:
        line += f"; not in this input: {', '.join(absent)}"
    line += "".join(f"; {note}" for note in coverage.notes)
    if report.lexicon_terms is None:
        return line + "; no lexicon: private names were not looked for"
    return line + f"; lexicon: {report.lexicon_terms} terms"


def hook_line(hook: str, report: Report) -> str:
    """Return the one line of a hook that lets go: it speaks at every commit."""
    return printable(f"prtool {hook}: {verdict(report)}; {coverage_line(report, most=1)}")


def not_listed_line(report: Report) -> str:
    """Return one line on the findings that are not listed; nothing if there are none."""
    counted = [f"{number} {why}" for why, number in sorted(report.not_listed.items()) if number]
    return f"not listed: {', '.join(counted)}" if counted else ""


def place(finding: PublicFinding) -> str:
    """Return the group that a finding belongs to: a file, or a channel and its commit."""
    if finding.path is not None:
        what = "" if finding.channel == "content" else f" ({finding.channel})"
        return finding.path + what
    if finding.commit is not None:
        return f"{finding.channel} of {finding.commit[:12]}"
    return finding.channel


def with_via(finding: PublicFinding) -> str:
    """Return the message, and through which encodings it was seen."""
    seen = f" (seen through {', '.join(finding.via)})" if finding.via else ""
    return finding.message + seen


def _counts(coverage: Coverage) -> list[tuple[str, int]]:
    return [(channel.value, number) for channel, number in coverage.scanned.items() if number]


def _seen(coverage: Coverage, channels: Sequence[Channel]) -> bool:
    skipped = {skip.channel for skip in coverage.skipped}
    return any(coverage.scanned[channel] or channel in skipped for channel in channels)


def _skips(skipped: Sequence[Skip], most: int) -> str:
    if not skipped:
        return "nothing"
    named = [f"{skip.channel.value} {shortened(skip.what)}: {skip.why}" for skip in skipped[:most]]
    more = len(skipped) - len(named)
    return ", ".join(named) + (f" and {more} more" if more else "")
