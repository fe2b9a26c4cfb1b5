"""Which tests a runner says have failed: their names in its output, never its words."""

from __future__ import annotations

from collections.abc import Sequence

from prtool.model.patterns import escape, regex

_FAILED = regex(r"--- FAIL:|\bFAILED\b|\b(?:FAIL|ERROR):|\bFAILURE!|^\s*(?:not ok|[✕✗✘×●])\s")
"""Go, pytest and cargo, unittest, Maven; TAP and the runners of JavaScript."""


def failed_tests(output: str, names: Sequence[str]) -> tuple[str, ...]:
    """Return those of some tests that a line of the output says have failed.

    What pytest prints behind a dash is a message, which may name other tests.
    """
    lines = [line.split(" - ")[0] for line in output.split("\n") if _FAILED.search(line)]
    found = []
    for name in names:
        whole = regex(rf"(?<![\w]){escape(name)}(?![\w])")
        if any(whole.search(line) for line in lines):
            found.append(name)
    return tuple(found)
