"""Helpers end, whoever waits for them or not."""

from __future__ import annotations

import os
import time

from prtool.sources.crew import _Helper

LARGE = 1 << 20
"""Bytes that no pipe holds."""


def test_a_helper_gives_an_answer_that_no_pipe_holds() -> None:
    helper = _Helper(lambda: b"x" * LARGE)

    assert helper.answer() == b"x" * LARGE
    helper.end()


def test_a_helper_whose_answer_nobody_can_read_any_more_ends() -> None:
    helper = _Helper(lambda: b"x" * LARGE)
    os.close(helper._from)
    helper._from = -1
    until = time.monotonic() + 20
    process = 0
    while not process and time.monotonic() < until:
        time.sleep(0.02)
        process, _ = os.waitpid(helper._process, os.WNOHANG)
    if process:
        helper._process = 0
    helper.end()

    assert process


def test_a_helper_that_is_not_asked_is_not_waited_for() -> None:
    begun = time.monotonic()
    helper = _Helper(lambda: time.sleep(60))
    helper.end()

    assert time.monotonic() - begun < 30
