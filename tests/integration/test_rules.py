"""``prtool rules``, on the built-in rules and on a repository's own."""

from __future__ import annotations

import json
from pathlib import Path

from tests.integration.conftest import Prtool

OWN = """\
version: 1
rules:
  - find: identity/email
    paths: ["docs/**"]
    do: allow
    reason: published addresses
"""


def test_every_rule_is_listed_with_what_usually_happens(prtool: Prtool) -> None:
    status, stdout, stderr = prtool("rules", "list", "--json")

    assert (status, stderr) == (0, "")
    rules = {rule["id"]: rule for rule in json.loads(stdout)["rules"]}
    assert rules["private/term"]["usual"].startswith("replace (built-in")
    assert rules["input/binary"]["usual"].startswith("block (built-in")
    assert rules["file/unit"]["usual"].startswith("drop-file (built-in")
    assert len(rules) > 100
    assert "secret/github-token" in prtool("rules", "list")[1]


def test_a_rule_is_explained_with_the_entries_that_fit(prtool: Prtool, tmp_path: Path) -> None:
    own = tmp_path / "own.yaml"
    own.write_text(OWN)

    status, stdout, _ = prtool("rules", "explain", "identity/email", "--rules", own)

    assert status == 0
    last = stdout.rstrip().split("\n")[-1]
    assert "own.yaml:3" in last
    assert "at docs/**" in last
    assert "published addresses" in last


def test_an_unknown_rule_is_refused(prtool: Prtool) -> None:
    status, _, stderr = prtool("rules", "explain", "no/such")

    assert status == 2
    assert "no rule is called 'no/such'" in stderr


def test_the_rules_hold(prtool: Prtool, tmp_path: Path) -> None:
    assert prtool("rules", "test")[0] == 0
    broken = tmp_path / "own.yaml"
    broken.write_text(OWN.replace("identity/email", "identity/emial"))

    status, _, stderr = prtool("rules", "test", "--rules", broken)

    assert status == 2
    assert "own.yaml:3" in stderr
