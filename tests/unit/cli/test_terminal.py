"""What a terminal sees: progress that goes away, text that can do no harm."""

from __future__ import annotations

import io
import os
import signal
import threading
import time
from collections.abc import Iterator

import pytest

from prtool.cli import terminal
from prtool.cli.terminal import TerminalProgress, complain, read_line, say, table, ticking


class Tty(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_long_run_shows_one_line_and_takes_it_away(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(terminal, "PATIENCE_S", 0.0)
    monkeypatch.setattr(terminal, "INTERVAL_S", 0.0)
    stream = Tty()
    progress = TerminalProgress(stream)

    progress.stage("scanning")
    progress.step(1200)
    progress.close()

    shown = stream.getvalue()
    assert "scanning (1,200)" in shown
    assert "\n" not in shown
    assert shown.endswith("\r\x1b[K")


def test_the_line_goes_on_while_something_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(terminal, "PATIENCE_S", 0.05)
    monkeypatch.setattr(terminal, "INTERVAL_S", 0.01)
    stream = Tty()
    progress = TerminalProgress(stream)

    with ticking(progress):
        progress.stage("chat with acme-1")
        time.sleep(0.3)
    progress.close()

    assert stream.getvalue().count("chat with acme-1 …") > 1
    assert stream.getvalue().endswith("\r\x1b[K")


def test_a_short_run_shows_nothing() -> None:
    stream = Tty()
    progress = TerminalProgress(stream)
    progress.stage("scanning")
    progress.close()

    assert stream.getvalue() == ""


def test_a_pipe_shows_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(terminal, "PATIENCE_S", 0.0)
    stream = io.StringIO()
    progress = TerminalProgress(stream)
    progress.stage("scanning")
    progress.close()

    assert stream.getvalue() == ""


def test_escapes_in_names_stay_harmless(capsys: pytest.CaptureFixture[str]) -> None:
    say("a\x1b[31mb\r\u202ec")
    table([["x\x07", "y"]])
    complain("bad \x1b name", "do \x9b this")

    captured = capsys.readouterr()
    for control in ("\x1b", "\r", "\u202e", "\x07", "\x9b"):
        assert control not in captured.out + captured.err
    assert "hint: do \\x9b this" in captured.err


def test_columns_are_aligned(capsys: pytest.CaptureFixture[str]) -> None:
    table([["a", "bb", "c"], ["aaa", "b", "c"]])
    table([])

    assert capsys.readouterr().out == "  a    bb  c\n  aaa  b   c\n"


@pytest.fixture
def typed() -> Iterator[tuple[io.TextIOWrapper, int]]:
    """Return a stream and what its lines are written to."""
    source, target = os.pipe()
    with os.fdopen(source, encoding="utf-8") as stream:
        yield stream, target


def test_a_line_is_read_and_so_is_the_end(typed: tuple[io.TextIOWrapper, int]) -> None:
    stream, target = typed
    os.write(target, b"keep\n")

    assert read_line(stream) == "keep\n"
    os.close(target)
    assert read_line(stream) == ""


def test_an_interrupt_ends_the_wait_and_another_signal_does_not(
    typed: tuple[io.TextIOWrapper, int],
) -> None:
    stream, target = typed
    told: list[int] = []
    # What a script starts in the background ignores interrupts.
    before = {
        signal.SIGUSR1: signal.signal(signal.SIGUSR1, lambda number, _: told.append(number)),
        signal.SIGINT: signal.signal(signal.SIGINT, signal.default_int_handler),
    }
    in_the_end = threading.Timer(20, os.write, (target, b"nobody came\n"))
    in_the_end.start()
    try:
        threading.Timer(0.1, os.kill, (os.getpid(), signal.SIGUSR1)).start()
        threading.Timer(0.3, os.write, (target, b"keep\n")).start()
        assert read_line(stream) == "keep\n"
        threading.Timer(0.1, os.kill, (os.getpid(), signal.SIGINT)).start()
        with pytest.raises(KeyboardInterrupt):
            read_line(stream)
    finally:
        in_the_end.cancel()
        for number, handler in before.items():
            signal.signal(number, handler)
        os.close(target)

    assert told == [signal.SIGUSR1]
    assert signal.set_wakeup_fd(-1) == -1
