"""P2: nothing that leaves holds a private term or a secret, in any channel."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from prtool.model.finding import Finding
from prtool.model.results import CheckResult, Status
from prtool.model.text import Channel, TextUnit, decode
from prtool.repo.series import body_of
from prtool.scan import with_allowed
from prtool.sources.commit_range import read_range
from prtool.sources.units import units_of
from prtool.verify.candidate import Candidate
from prtool.verify.documents import own_words, told

NAME = "rescan"

CLEAN = "every text that leaves was scanned again, in all channels: nothing found"


def check(candidate: Candidate) -> CheckResult:
    """Scan the public history, the patches and every other file of the bundle."""
    passed = CheckResult(name=NAME, status=Status.PASSED, detail=CLEAN)
    files = candidate.render((*candidate.results, passed))
    scan = candidate.scanner.scan(_units(candidate, files), candidate.public)
    left = candidate.judge(with_allowed(scan.findings, candidate.allowed))
    if left:
        places = ", ".join(sorted({f"{found.rule.id} in {_where(found)}" for found in left}))
        detail = f"{len(left)} left: {places}"
        return CheckResult(name=NAME, status=Status.FAILED, detail=detail)
    if not scan.coverage.total:
        return CheckResult(name=NAME, status=Status.FAILED, detail="nothing was scanned")
    return passed


def _units(candidate: Candidate, files: Mapping[str, bytes]) -> Iterator[TextUnit]:
    yield from candidate.texts
    store = candidate.store
    changes = read_range(store, candidate.base, candidate.head)
    yield from units_of(changes, candidate.public, store.read)
    for patch in candidate.patches:
        yield TextUnit(channel=Channel.TEXT, text=patch.file, path=patch.file)
        head, _, _ = patch.data.partition(b"\n\n")
        # A patch without a message begins with the line that ends it.
        letter, _, _ = (b"\n" + body_of(patch.data)).partition(b"\n---\n")
        yield TextUnit(channel=Channel.MESSAGE, text=decode(head + b"\n\n" + letter))
        yield from _headings(patch.file, body_of(patch.data))
    own = own_words(candidate.scanner.rules, candidate.results) | {CLEAN}
    for name, data in files.items():
        yield TextUnit(channel=Channel.TEXT, text=name, path=name)
        channel = Channel.PR_BODY if name == "PR.md" else Channel.TEXT
        for text in told(name, data, own):
            yield TextUnit(channel=channel, text=text, path=name)


def _headings(name: str, body: bytes) -> Iterator[TextUnit]:
    """Yield what stands behind the ``@@`` of each hunk, as the strict patch reader sees it.

    Raises:
        unidiff.errors.UnidiffParseError: the patch is not one.
    """
    from unidiff.patch import PatchSet

    for file in PatchSet(decode(body), metadata_only=False):
        for hunk in file:
            if hunk.section_header:
                yield TextUnit(channel=Channel.HEADING, text=hunk.section_header, path=name)


def _where(finding: Finding) -> str:
    unit = finding.unit
    return f"{unit.channel.value} {unit.path}:{finding.line}" if unit.path else unit.channel.value
