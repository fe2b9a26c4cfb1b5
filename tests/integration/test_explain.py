"""``prtool lexicon explain``: spellings, pseudonyms and what upstream has, for the owner's eyes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.integration.conftest import Prtool
from tests.support.repo_builder import write_lexicon


def _explain(prtool: Prtool, *args: str) -> dict[str, Any]:
    status, stdout, stderr = prtool("lexicon", "explain", *args, "--json")
    assert (status, stderr) == (0, "")
    document: dict[str, Any] = json.loads(stdout)
    return document


@pytest.fixture(autouse=True)
def _initialised(prtool: Prtool) -> None:
    assert prtool("init")[0] == 0


def test_every_style_is_shown_as_the_matcher_finds_it(prtool: Prtool) -> None:
    document = _explain(prtool, "north_router_adapter")

    assert (document["value"], document["listed"]) == ("NorthRouter-Adapter", True)
    assert (document["kind"], document["line"]) == ("provider", 5)
    styles = {one["style"]: one for one in document["spellings"]}
    assert styles["screaming"]["text"] == "NORTH_ROUTER_ADAPTER"
    assert styles["camel"]["text"] == "northRouterAdapter"
    assert all(one["found"] for one in styles.values())
    becomes = styles["kebab"]["becomes"]
    assert becomes == becomes.lower()
    assert styles["screaming"]["becomes"] == becomes.upper().replace("-", "_")
    assert all("router" not in one["becomes"].lower() for one in styles.values())
    assert document["base"] is None


def test_what_is_not_found_says_so(prtool: Prtool) -> None:
    document = _explain(prtool, "QX")

    styles = {one["style"]: one for one in document["spellings"]}
    assert styles["glued to digits"]["found"]
    assert not styles["within a word"]["found"]
    assert styles["within a word"]["becomes"] is None


def test_upstreams_uses_are_shown_with_both_readings(prtool: Prtool) -> None:
    prtool("lexicon", "add", "--kind", "provider", "INT")

    document = _explain(prtool, "INT", "--base", "HEAD")

    assert document["base"] == prtool.repo.head
    uses = {(use["path"], use["line"]): use for use in document["upstream"]}
    counts = uses["internal/types/types.go", 3]
    assert counts["text"] == "type Counts map[string]int"
    assert counts["as_private"].startswith("type Counts map[string]")
    assert counts["as_private"] != counts["text"]
    readings = {one["style"]: (one["reading"], one["reason"]) for one in document["spellings"]}
    assert readings["kebab"] == ("public", "not in the spelling of the private name")
    assert readings["in a variable"][0] == "private"
    text = prtool("lexicon", "explain", "INT", "--base", "HEAD")[1]
    assert "internal/types/types.go:3" in text
    assert "left: not in the spelling of the private name" in text


def test_the_remote_called_upstream_is_asked_by_default(prtool: Prtool) -> None:
    prtool.repo.git("update-ref", "refs/remotes/upstream/main", prtool.repo.head)

    assert _explain(prtool, "QX")["base"] == prtool.repo.head


def test_at_most_ten_lines_of_upstream_are_shown(prtool: Prtool) -> None:
    prtool.repo.commit("more", {f"f{n}.txt": "router a\nrouter b\n" * 9 for n in range(9)})

    uses = _explain(prtool, "router", "--base", "HEAD")["upstream"]

    assert len(uses) == 10
    assert len({use["path"] for use in uses}) > 3


def test_a_term_that_is_not_listed_is_explained_as_if_it_were(prtool: Prtool) -> None:
    before = (prtool.repo.path / ".prtool" / "lexicon.yaml").read_bytes()

    document = _explain(prtool, "QX-GPT-5.5")

    assert (document["listed"], document["line"]) == (False, None)
    assert [(one["value"], one["line"]) for one in document["within"]] == [("QX", 3)]
    text = prtool("lexicon", "explain", "Bluebird")[1]
    assert text.startswith("Bluebird: not in the lexicon")
    assert before == (prtool.repo.path / ".prtool" / "lexicon.yaml").read_bytes()


def test_nothing_is_saved_and_the_pseudonym_is_that_of_the_map(
    prtool: Prtool, tmp_path: Path
) -> None:
    base = prtool.repo.head
    first = _explain(prtool, "QX")
    assert not first["pseudonym_settled"]
    assert not (prtool.repo.path / ".prtool" / "map.json").exists()
    prtool.repo.commit("x", {"x.txt": "name: QX\n"})
    assert prtool("prepare", "--base", base, "--out", tmp_path / "bundle")[0] == 0
    patch = next((tmp_path / "bundle" / "patches").glob("*.patch")).read_text()

    document = _explain(prtool, "qx")

    assert document["pseudonym_settled"]
    written = {one["text"]: one["becomes"] for one in document["spellings"]}
    assert f"+name: {written['QX']}\n" in patch


def test_a_regular_expression_is_not_taken_apart(prtool: Prtool) -> None:
    write_lexicon(prtool.repo.path, {"value": "orion[0-9]+", "match": "regex"})

    document = _explain(prtool, "orion[0-9]+")

    assert (document["listed"], document["match"]) == (True, "regex")
    assert [one["style"] for one in document["spellings"]] == ["as given"]


@pytest.mark.parametrize("value", ["", " ", "x", "12345", "--"])
def test_what_can_not_be_a_term_is_refused(prtool: Prtool, value: str) -> None:
    status, stdout, stderr = prtool("lexicon", "explain", "--", value)

    assert (status, stdout) == (2, "")
    assert "can't be a term: the value" in stderr


def test_an_unknown_base_is_refused(prtool: Prtool) -> None:
    assert "unknown revision" in prtool("lexicon", "explain", "QX", "--base", "nope")[2]
