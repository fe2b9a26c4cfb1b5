"""What of a scan is a leak, and what of it may be told."""

from __future__ import annotations

from itertools import chain

from prtool.model.edits import Edit, apply, resolve
from prtool.model.finding import Finding, State
from prtool.model.patterns import regex
from prtool.model.plan import Action, Decision
from prtool.model.record import Counter, dataclass, replace
from prtool.model.results import Coverage
from prtool.model.secret import Secret
from prtool.model.text import Channel, TextUnit, line_around
from prtool.policy import WHOLE
from prtool.reports.public import PublicFinding

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

WOULD = {
    Action.REPLACE: "prepare would replace it",
    Action.DROP_LINE: "prepare would leave out the line",
    Action.DROP_FILE: "prepare would leave out the file",
    Action.BLOCK: "a person has to decide",
}

_PEOPLE = frozenset({Channel.AUTHOR, Channel.COMMITTER})
_SIGNED = frozenset({Channel.TRAILER, Channel.PR_BODY})
"""Where authors sign with their address."""
_ADDRESS = regex(r"<([^<>]*)>")
_NOT_MASKED = ("file/", "input/", "private/tracked-lexicon")
"""Rules about a path as such: it is no private word."""


def addresses(units: Iterable[TextUnit], seen: set[str]) -> Iterator[TextUnit]:
    """Pass units on, and put the addresses of authors and committers among them into ``seen``."""
    for unit in units:
        if unit.channel in _PEOPLE:
            seen.update(found.lower() for found in _ADDRESS.findall(unit.text))
        yield unit


def may_be_known(finding: Finding, authors: Collection[str]) -> bool:
    """Tell whether an e-mail address may leave because its owner publishes it by committing.

    ``prepare`` exchanges every author. For the gate that would make each ordinary contribution a
    leak, so the address of an author or committer counts only when it looks private: git made it
    up from user and host name, or its host belongs to a private network. (A term of the lexicon in
    it is a finding of its own.) The same address below a message or a pull request, where authors
    sign, tells nothing more. Everywhere else, and in all other findings, the rules decide.

    Args:
        finding: any finding.
        authors: the addresses of all authors and committers at hand, in lower case.
    """
    if finding.rule.id != "identity/email":
        return False
    address = finding.evidence.reveal().lower()
    channel = finding.unit.channel
    if channel not in _PEOPLE and not (channel in _SIGNED and address in authors):
        return False
    from prtool.lexicon.public import is_private_host

    host = address.rpartition("@")[2]
    return "." in host and not host.endswith(".(none)") and not is_private_host(host)


def is_listed(decision: Decision, authors: Collection[str]) -> bool:
    """Tell whether the gate reports a finding: new, not allowed, and nobody's public address."""
    if decision.finding.state is not State.NEW or decision.action is Action.ALLOW:
        return False
    return not may_be_known(decision.finding, authors)


@dataclass(frozen=True, slots=True)
class Told:
    """Findings in public terms, and the matched texts for their owner's eyes."""

    findings: tuple[PublicFinding, ...]
    values: Mapping[PublicFinding, Secret]
    not_listed: Mapping[str, int]
    """How many are not new or allowed, by state."""
    coverage: Coverage


def tell(
    decisions: Sequence[Decision],
    coverage: Coverage,
    authors: Collection[str],
    commits: Sequence[str],
    silenced: Iterable[Finding] = (),
) -> Told:
    """Return what is new and not allowed, each thing once, with the first commit that has it.

    Args:
        decisions: the rules' decision on every finding.
        coverage: the ledger, whose names are masked.
        authors: see :func:`may_be_known`.
        commits: ids of the commits, oldest first.
        silenced: findings that are left out, and still private where they stand in a path.
    """
    order = {oid: number for number, oid in enumerate(commits)}
    kept: dict[tuple[object, ...], list[Decision]] = {}
    not_listed: Counter[str] = Counter()

    def age(decision: Decision) -> int:
        return order.get(decision.finding.unit.commit or "", 0)

    for decision in sorted(decisions, key=age):
        finding = decision.finding
        if is_listed(decision, authors):
            kept.setdefault(_identity(finding), []).append(decision)
        else:
            state = State.ALLOWED if finding.state is State.NEW else finding.state
            not_listed[state.value] += 1
    masks = path_masks(chain((each[0].finding for each in kept.values()), silenced))
    values = {}
    for same in kept.values():
        values[_public(same, masks)] = same[0].finding.evidence
    findings = sorted(values, key=lambda each: _place(each, order))
    return Told(tuple(findings), values, dict(not_listed), _masked(coverage, masks))


def _identity(finding: Finding) -> tuple[object, ...]:
    """Return what makes two findings the same thing in two commits or two versions of a file."""
    unit = finding.unit
    line = line_around(unit.text, finding.span) if unit.channel not in WHOLE else ""
    return finding.fingerprint, unit.channel, unit.path, finding.column, finding.via, line


def _public(same: Sequence[Decision], masks: Mapping[str, str]) -> PublicFinding:
    decision = same[0]
    finding = decision.finding
    unit = finding.unit
    title = f"{finding.rule.title} ({finding.note})" if finding.note else finding.rule.title
    message = f"{title}: {WOULD[decision.action]}"
    commits = len({each.finding.unit.commit for each in same})
    if commits > 1:
        message += f" (in {commits} commits)"
    return PublicFinding(
        rule=finding.rule.id,
        severity=str(finding.severity),
        confidence=str(finding.confidence),
        state=finding.state.value,
        channel=unit.channel.value,
        commit=unit.commit,
        path=masks.get(unit.path, unit.path) if unit.path is not None else None,
        line=finding.line,
        column=finding.column,
        end_column=finding.end_column,
        via=finding.via,
        fingerprint=finding.fingerprint,
        message=message,
    )


def path_masks(findings: Iterable[Finding]) -> dict[str, str]:
    """Return paths that hold something private, with the names of the rules in its place."""
    edits: dict[str, list[Edit]] = {}
    for finding in findings:
        if finding.unit.channel is Channel.PATH and not finding.rule.id.startswith(_NOT_MASKED):
            name = finding.rule.id.replace("/", "-")
            edits.setdefault(finding.unit.text, []).append(Edit(finding.span, f"[{name}]"))
    return {path: apply(path, resolve(some)) for path, some in edits.items()}


def _masked(coverage: Coverage, masks: Mapping[str, str]) -> Coverage:
    skipped = [replace(skip, what=masks.get(skip.what, skip.what)) for skip in coverage.skipped]
    return Coverage(coverage.scanned, skipped, coverage.notes)


def _place(finding: PublicFinding, order: Mapping[str, int]) -> tuple[object, ...]:
    return (
        finding.path is None, finding.path or "", finding.channel,
        order.get(finding.commit or "", 0), finding.line, finding.column, finding.rule,
        finding.fingerprint,
    )  # fmt: skip
