"""The command ``prtool probe``: rounds, comparisons, statuses, and what it refuses."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from prtool.evidence.file import MOST_BYTES
from tests.support.endpoint import NOT_FOUND, answering, listing, serving
from tests.support.probing import MODEL, Probe


def test_rounds_are_counted(probe: Probe) -> None:
    calls = iter(range(100))

    def flaky(request: Any) -> Any:
        return (NOT_FOUND if next(calls) == 1 else answering())(request)

    with serving(chat=flaky) as endpoint:
        assert probe.ask(endpoint, "--repeat", "3") == 1

    assert "2 of 3 fine; else 503 auth_not_found" in probe.stdout
    assert len(endpoint.asked) == 9


def test_models_are_asked_in_the_order_given_and_once(probe: Probe) -> None:
    with serving(models=listing("acme-1", "acme-2")) as endpoint:
        args = ("--base-url", endpoint.url, "--model", "acme-2", "acme-1", "--model", "acme-2")
        assert probe(*args, "--json") == 0

    models = [each["model"] for each in json.loads(probe.stdout)["models"]]
    assert models == ["acme-2", "acme-1"]
    assert len(endpoint.asked) == 5


def test_a_comparison_ends_with_its_status(probe: Probe, tmp_path: Path) -> None:
    before, after = tmp_path / "before.json", tmp_path / "after.json"
    with serving(chat=NOT_FOUND, stream=NOT_FOUND) as endpoint:
        probe("--base-url", endpoint.url, "--model", MODEL, "--out", before)
    with serving() as endpoint:
        probe("--base-url", endpoint.url, "--model", MODEL, "--out", after)

    assert probe("--compare", before, after) == 0
    assert "3 layers compared: 1 same, 2 better" in probe.stdout
    assert probe("--compare", after, before, "--json") == 1
    assert json.loads(probe.stdout)["status"] == "worse"
    assert probe("--compare", before, before, "--report", "markdown") == 0
    assert "| model | layer | before | after | change |" in probe.stdout


def test_what_is_there_is_replaced_as_a_whole(probe: Probe) -> None:
    probe.out.write_text("old")
    with serving() as endpoint:
        assert probe.ask(endpoint) == 0

    assert probe.model().model == MODEL
    assert probe.out.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in probe.out.parent.iterdir()] == [probe.out.name]


def test_another_machine_is_asked_when_that_is_allowed(
    probe: Probe, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The address of all interfaces leads here, but is no loopback."""
    monkeypatch.setenv("PROBE_KEY", "k3y" * 9)
    with serving() as endpoint:
        args = ("--base-url", f"http://0.0.0.0:{endpoint.port}/v1", "--model", MODEL, "--json")
        assert probe(*args) == 2
        assert endpoint.asked == []

        assert probe(*args, "--allow-remote", "--key-env", "PROBE_KEY") == 0

    assert json.loads(probe.stdout)["target"]["place"] == "remote"
    assert probe.stderr == "prtool: note: the key went over the network unencrypted\n"


Arrange = Callable[[Path], list[str | Path]]
LOCAL = ("--base-url", "http://127.0.0.1:1/v1")
WRONG: dict[str, Arrange] = {
    "nothing": lambda _: [],
    "no model": lambda _: [*LOCAL],
    "no endpoint": lambda _: ["--model", "a"],
    "an empty model": lambda _: [*LOCAL, "--model", ""],
    "a model with a control": lambda _: [*LOCAL, "--model", "a\x1b"],
    "a model that is no text": lambda _: [*LOCAL, "--model", "a\udcff"],
    "a long label": lambda _: [*LOCAL, "--model", "a", "--label", "x" * 300],
    "no time": lambda _: [*LOCAL, "--model", "a", "--timeout", "0"],
    "no number": lambda _: [*LOCAL, "--model", "a", "--timeout", "nan"],
    "negative tokens": lambda _: [*LOCAL, "--model", "a", "--max-tokens", "-1"],
    "no rounds": lambda _: [*LOCAL, "--model", "a", "--repeat", "0"],
    "no such variable": lambda _: [*LOCAL, "--model", "a", "--key-env", "PRTOOL_NO_SUCH"],
    "another machine": lambda _: ["--base-url", "http://192.0.2.1/v1", "--model", "a"],
    "a password": lambda _: ["--base-url", "http://a:b@127.0.0.1/v1", "--model", "a"],
    "two formats": lambda _: [*LOCAL, "--model", "a", "--json", "--report", "text"],
    "no folder": lambda tmp: [*LOCAL, "--model", "a", "--out", tmp / "none" / "e.json"],
    "a folder": lambda tmp: [*LOCAL, "--model", "a", "--out", tmp],
    "no file": lambda tmp: ["--compare", tmp / "none", tmp / "none"],
    "no evidence": lambda _: ["--compare", __file__, __file__],
    "one file": lambda _: ["--compare", __file__],
    "an endpoint to compare": lambda _: [*LOCAL, "--compare", __file__, __file__],
}


@pytest.mark.parametrize("name", WRONG)
def test_bad_input_is_one_line_and_a_hint(name: str, probe: Probe, tmp_path: Path) -> None:
    assert probe(*WRONG[name](tmp_path)) == 2

    assert probe.stdout == ""
    lines = probe.stderr.rstrip("\n").split("\n")
    assert lines[0].startswith("prtool: error: ")
    assert len(lines) == 1 or (len(lines) == 2 and lines[1].startswith("hint: "))


def test_files_without_a_common_model_can_not_be_compared(probe: Probe, tmp_path: Path) -> None:
    files = [tmp_path / name for name in MODEL_FILES]
    with serving(models=listing(*MODEL_FILES)) as endpoint:
        for file in files:
            probe("--base-url", endpoint.url, "--model", file.name, "--out", file)

    assert probe("--compare", *files) == 2
    assert "no model in common" in probe.stderr


MODEL_FILES = ("acme-1", "acme-2")


def test_a_file_is_read_as_a_whole_or_not_at_all(probe: Probe, tmp_path: Path) -> None:
    """Its part up to the limit would be evidence."""
    large = tmp_path / "large.json"
    with serving() as endpoint:
        probe("--base-url", endpoint.url, "--model", MODEL, "--out", large)
    large.write_bytes(large.read_bytes().ljust(MOST_BYTES) + b"x")

    assert probe("--compare", large, large) == 2
    assert "more than 8 MiB" in probe.stderr


def test_a_key_in_a_label_is_refused(probe: Probe, monkeypatch: pytest.MonkeyPatch) -> None:
    key = "k3y" * 9
    monkeypatch.setenv("PROBE_KEY", key)

    assert probe(*LOCAL, "--model", "a", "--label", f"with {key}", "--key-env", "PROBE_KEY") == 2
    assert key not in probe.stderr


def test_the_name_of_a_variable_is_not_told(probe: Probe) -> None:
    """It may be the key itself."""
    assert probe(*LOCAL, "--model", "a", "--key-env", "k3yk3yk3y") == 2
    assert "k3y" not in probe.stderr
