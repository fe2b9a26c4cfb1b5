"""P6: on this machine, the pseudonyms lead back to exactly the private text."""

from __future__ import annotations

from prtool.model.edits import apply
from prtool.model.results import CheckResult, Status
from prtool.rewrite.edits import unit_key
from prtool.verify.candidate import Candidate

NAME = "reversible"


def check(candidate: Candidate) -> CheckResult:
    """Restore every rewritten text and compare it with the private one.

    What is never given back (secrets, dropped lines) is compared as it leaves.
    """
    if candidate.restore is None:
        detail = "the private map is not at hand"
        return CheckResult(name=NAME, status=Status.SKIPPED, detail=detail, mandatory=False)
    texts = different = 0
    for unit in candidate.originals:
        edits = candidate.edits.by_unit.get(unit_key(unit), ())
        one_way = [edit for edit in edits if not edit.reversible]
        texts += 1
        different += candidate.restore(apply(unit.text, edits)) != apply(unit.text, one_way)
    if different:
        detail = f"{different} of {texts} rewritten texts can't be restored exactly"
        return CheckResult(name=NAME, status=Status.FAILED, detail=detail)
    detail = f"{texts} rewritten texts restored from the private map, byte for byte"
    return CheckResult(name=NAME, status=Status.PASSED, detail=detail)
