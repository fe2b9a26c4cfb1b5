"""Where a baseline comes from, where it may lie, and what a damaged one is met with."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.integration.baselines import LINE, write
from tests.integration.checking import channels, look, refused
from tests.integration.conftest import BASELINE, PRIVATE_AUTHOR, Prtool
from tests.support.repo_builder import RepoBuilder


def test_in_a_range_the_baseline_is_that_of_the_base_and_its_change_a_finding(
    prtool: Prtool, repo: RepoBuilder, base: str
) -> None:
    known = repo.path / BASELINE
    args = ("--base", base, "--baseline", known)
    repo.commit("x", {"a.go": LINE})
    write(prtool, known, "--base", base)
    repo.commit("bring it along", {})

    status, document = look(prtool, *args)
    assert status == 1
    assert {"content"} == channels(document, "secret/github-token")
    assert {"path"} == channels(document, "input/gate-config-changed")
    assert document["notes"] == [
        "messages of a squashed commit, as forges would propose them: 3",
        "baseline: the base does not have it, so nothing is silenced",
    ]

    middle = repo.head
    repo.commit("y", {"a.go": None, "b.go": "b\n"})
    repo.commit("z", {"a.go": LINE, "c.go": LINE})
    assert [
        each["path"] for each in look(prtool, "--base", middle, "--baseline", known)[1]["findings"]
    ] == [], "what the base publishes is no news"
    repo.commit("weaken", {BASELINE: None})
    document = look(prtool, "--base", middle, "--baseline", known)[1]
    assert [each["rule"] for each in document["findings"]] == ["input/gate-config-changed"]


def test_a_change_of_the_gate_can_not_be_made_known(
    prtool: Prtool, repo: RepoBuilder, base: str, known: Path
) -> None:
    repo.commit("x", {"redaction_rules.yaml": "version: 1\nrules: []\n"})

    status, stdout, _ = prtool("check", "--base", base, "--write-baseline", known)

    assert status == 1
    assert "input/gate-config-changed" in stdout
    assert json.loads(known.read_text())["entries"] == []


def test_a_baseline_of_ones_own_lies_where_one_likes(
    prtool: Prtool, repo: RepoBuilder, base: str
) -> None:
    repo.commit("x", {"a.go": LINE})
    known = repo.path / "not-tracked.json"
    write(prtool, known, "--base", base)

    assert look(prtool, "--base", base, "--baseline", known)[0] == 0


def test_a_baseline_is_clean_itself(prtool: Prtool, repo: RepoBuilder, base: str) -> None:
    repo.commit("x for QX", {"a.go": LINE, "qx/b.go": "// qx\n"}, author=PRIVATE_AUTHOR)
    known = repo.path / BASELINE
    write(prtool, known, "--base", base)
    repo.git("add", BASELINE)

    document = look(prtool, "--staged", "--baseline", known)[1]

    assert {each["rule"] for each in document["findings"]} == {"input/gate-config-changed"}


@pytest.mark.parametrize(
    ("place", "words"),
    [
        (".prtool/known.json", "lies in the private folder"), (".git/known.json", "git's folder"),
        ("README.md", "is not a baseline"), ("link", "is no plain file"), (".", "is no plain file"),
        ("missing/known.json", "is no folder"),
    ],
)  # fmt: skip
def test_a_baseline_is_not_written_anywhere(
    prtool: Prtool, repo: RepoBuilder, base: str, place: str, words: str
) -> None:
    (repo.path / "link").symlink_to("somewhere.json")
    repo.commit("x", {"a.go": LINE})
    before = repo.fingerprint()

    assert words in refused(prtool, "--base", base, "--write-baseline", repo.path / place)
    assert before == repo.fingerprint()


def test_a_baseline_is_not_written_into_a_bundle(
    prtool: Prtool, repo: RepoBuilder, base: str, tmp_path: Path
) -> None:
    repo.commit("x", {"a.txt": "a\n"})
    bundle = tmp_path / "bundle"
    assert prtool("prepare", "--base", base, "--out", bundle)[0] == 0

    assert "lies in the bundle" in refused(
        prtool, "--bundle", bundle, "--write-baseline", bundle / BASELINE
    )


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lambda text: "", ":1: not JSON"),
        (lambda text: "[]", "not a baseline"),
        (lambda text: "[" * 100_000, "nested too deeply"),
        (lambda text: text.replace("prtool/baseline/1", "prtool/baseline/2"), "the schema is not"),
        (lambda text: text.replace('"canary"', '"bird"'), "unknown key 'bird'"),
        (lambda text: text.replace('"count": 1', '"count": 0'), "entry 1: 'count' has to be"),
        (lambda text: text.replace('"count": 1', '"count": true'), "entry 1: 'count' has to be"),
        (lambda text: text.replace('"until": null', '"until": "soon"'), "entry 1: 'until' has"),
        (lambda text: text.replace('"until"', '"untill"'), "entry 1: unknown key 'untill'"),
        (lambda text: text.replace('"rule"', '"path"'), "a key stands there twice"),
        (lambda text: re.sub('"fingerprint": ".', '"fingerprint": "x', text), "is damaged"),
        (lambda text: text.replace('"channel": "content"', '"channel": "air"'), "of a report"),
        (lambda text: re.sub(r"(\{\n      [^}]*\})", r"\1,\1", text), "the same as entry 1"),
        (lambda text: text[:200], "not JSON"),
    ],
)  # fmt: skip
def test_a_damaged_baseline_is_refused(
    prtool: Prtool, repo: RepoBuilder, base: str, known: Path, spoil: Callable[[str], str],
    words: str,
) -> None:  # fmt: skip
    repo.commit("x", {"a.go": LINE})
    write(prtool, known, "--base", base)
    known.write_text(spoil(known.read_text()))

    assert words in refused(prtool, "--base", base, "--baseline", known)


def test_a_missing_baseline_is_refused(prtool: Prtool, repo: RepoBuilder, base: str) -> None:
    repo.commit("x", {"a.go": LINE})

    assert "can't read nowhere.json" in refused(
        prtool, "--base", base, "--baseline", "nowhere.json"
    )
