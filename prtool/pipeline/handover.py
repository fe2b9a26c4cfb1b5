"""The documents of a bundle, and the private side that stays on the machine."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from prtool.bundle.manifest import as_json, manifest
from prtool.describe.pr import PullRequest
from prtool.lexicon.privatedir import PrivateDir
from prtool.model.plan import Plan
from prtool.model.record import dataclass
from prtool.model.results import CheckResult
from prtool.model.text import TextUnit
from prtool.pipeline.blocked import place_of
from prtool.pipeline.prtext import TextSources
from prtool.pipeline.publish import publish
from prtool.repo.series import Patch
from prtool.reports import sarif
from prtool.rewrite.edits import Edits, unit_key
from prtool.rewrite.history import PublicStyle, Rewrite
from prtool.scan import Scan, Scanner

REPORT_SCHEMA = "prtool/report/1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A contribution that is built, but not yet known to hold."""

    base: tuple[str, str]
    """Public commit and its tree."""
    head_tree: str
    scan: Scan
    scanner: Scanner
    plan: Plan
    edits: Edits
    rewrite: Rewrite
    made: tuple[str, ...]
    """Ids of the public commits, oldest first."""
    patches: tuple[Patch, ...]
    style: PublicStyle
    text: TextSources
    rules_digest: str

    def pull_request(self, results: Sequence[CheckResult]) -> PullRequest:
        """Return the pull request text for a run with these results."""
        return self.text.write(self.edits, self.rewrite, self.style, results)

    def files(self) -> tuple[str, ...]:
        """Return the public paths that the series changes, sorted."""
        return tuple(sorted({path for commit in self.rewrite.commits for path in commit.entries}))

    def documents(self, results: Sequence[CheckResult]) -> dict[str, bytes]:
        """Return everything of the bundle but the patches, by path."""
        commits = dict(zip(self.rewrite.origins, self.made, strict=True))
        found = publish(self.plan, self.edits, self.rewrite.paths, commits)
        report: dict[str, Any] = {
            "schema": REPORT_SCHEMA,
            "status": "clean",
            "findings": [finding.as_json() for finding in found],
            "coverage": self.scan.coverage.as_json(),
        }
        listed = manifest(
            base=self.base, head_tree=self.head_tree, patches=self.patches, files=self.files(),
            dropped_files=len(self.plan.dropped), verification=results,
            coverage=self.scan.coverage, rules_digest=self.rules_digest,
        )  # fmt: skip
        return {
            "PR.md": self.pull_request(results).as_markdown().encode("utf-8", "surrogateescape"),
            "report.json": as_json(report),
            "report.sarif": sarif.render_log(found, self.scanner.rules),
            "manifest.json": as_json(listed),
        }

    def bundle(self, results: Sequence[CheckResult]) -> dict[str, bytes]:
        """Return every file of the bundle by path, but for the checksums."""
        return {patch.file: patch.data for patch in self.patches} | self.documents(results)

    def write_private_side(self, private: PrivateDir) -> None:
        """Write what was found and decided, values and all, to the private folder."""
        rows = [
            {
                "place": place_of(decision.finding),
                "rule": decision.finding.rule.id,
                "state": decision.finding.state.value,
                "action": decision.action.value,
                "cause": str(decision.cause),
                "reason": decision.reason or decision.finding.note,
                "original": decision.finding.evidence.reveal(),
                "fingerprint": decision.finding.fingerprint,
            }
            for decision in self.plan.decisions
        ]
        document = {"schema": "prtool/findings/1", "findings": rows}
        private.write(private.findings.name, (json.dumps(document, indent=2) + "\n").encode())

    def originals(self) -> list[TextUnit]:
        """Return the private units that were rewritten, each once."""
        units: Mapping[object, TextUnit] = {
            unit_key(decision.finding.unit): decision.finding.unit
            for decision in self.plan.decisions
            if unit_key(decision.finding.unit) in self.edits.by_unit
        }
        return list(units.values())
