"""Checkboxes of upstream's template: ticked only when there is evidence for all that they say."""

from __future__ import annotations

from collections.abc import Callable

from prtool.model.patterns import IGNORECASE, regex
from prtool.model.record import dataclass

BOX = regex(r"(?P<head>\s*(?:[-*+]|\d+[.)])\s+\[)(?P<tick>[ xX]?)(?P<close>\]\s*)(?P<text>.*)$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What is known, because it was measured or can be seen in what leaves."""

    new_tests: bool = False
    tests_passed: bool = False
    """The user's test command succeeded on the whole series."""
    fails_before: bool = False
    """And failed on the base with the new tests."""
    signed_off: bool = False
    docs: bool = False
    """Documentation is among the files."""
    changelog: bool = False
    closes: bool = False
    conventional: bool = False


_TESTS = r"\b(?:tests?|test cases?|test coverage)\b|测试"
_CLAIMS: tuple[tuple[str, Callable[[Evidence], bool]], ...] = (
    (r"\bfail|失败", lambda known: known.fails_before),
    (r"\bprove\b.*\b(?:fix|effective|works?)\b", lambda known: known.fails_before),
    (
        rf"(?:\b(?:add(?:ed|s)?|includ(?:ed?|es)|new|wrote|written|update[ds]?|cover(?:s|ed)?"
        rf"|accompan\w*)\b.*(?:{_TESTS})|(?:{_TESTS}).*\b(?:added|included|written|updated|cover)|(?:新增|添加|补充).*测试)",
        lambda known: known.new_tests,
    ),
    (
        rf"(?:{_TESTS}).*\b(?:pass(?:es|ed|ing)?|succeed\w*|green)\b|\b(?:pass(?:es|ed)?|ran|run)\b.*"
        rf"(?:{_TESTS})|测试.*通过|通过.*测试",
        lambda known: known.tests_passed,
    ),
    (r"\bsign(?:ed)?[ -]?off|\bDCO\b|developer certificate", lambda known: known.signed_off),
    (r"\b(?:docs?|documentation|readme)\b|文档", lambda known: known.docs),
    (r"\bchange ?log\b|\brelease notes?\b|变更日志", lambda known: known.changelog),
    (r"\bconventional commits?\b|\bsemantic (?:title|commit)", lambda known: known.conventional),
    (r"\b(?:link(?:s|ed)?|referenc\w+|closes|fixes)\b.*\bissue", lambda known: known.closes),
)  # fmt: skip
"""What a box may say, and whether it is so."""

_BEYOND = regex(
    r"\bread\b|\bagree\b|\bself[- ]?review|\bcomment(?:ed|s)\b|\bstyle\b|\blint|\bwarnings?\b"
    r"|\bbreaking\b|\bmanual(?:ly)?\b|\blicen[cs]e\b"
    r"|\bnot (?:needed|required|applicable)\b"
    r"|\bn/?a\b|\bno (?:tests?|docs?|documentation|changelog)|\bsearch(?:ed)?\b|\bdiscussed\b"
    r"|\bCLA\b"
    r"|\bdependent\b|\bdownstream\b|\bbenchmark|\bscreenshot|\bformat|\be2e\b"
    r"|\bend[- ]to[- ]end"
    r"|\bwindows\b|\bmac ?os\b|\blinux\b|\bandroid\b|\bios\b|\bbrowsers?\b|\bdevices?\b"
    r"|\bplatforms?\b|\bhardware\b|\bstaging\b|\bproduction\b"
    r"|\bintegration\b|\bor\b|\bif\b|阅读|同意|自测|手动",
    IGNORECASE,
)
"""What no run of prtool can know, and boxes that say one thing or another."""

_PATTERNS = tuple((regex(pattern, IGNORECASE), holds) for pattern, holds in _CLAIMS)


def is_shown(text: str, known: Evidence) -> bool:
    """Tell whether all that the text of a box claims is known to be so."""
    if _BEYOND.search(text):
        return False
    claims = [holds for pattern, holds in _PATTERNS if pattern.search(text)]
    return bool(claims) and all(holds(known) for holds in claims)
