"""Patterns of one's own that go over lines are found however a text is read, by both engines."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from prtool.cli.main import main
from prtool.sieve.sieve import ENGINE
from tests.support.repo_builder import RepoBuilder

RULES = r"""version: 1
patterns:
  - {id: metadata/blank, regex: 'alpha\s+omega', severity: high, title: Two words}
  - {id: metadata/block, regex: 'acme-begin[\s\S]{0,400}acme-end', severity: high, title: A block}
  - {id: metadata/group, regex: '(?:northern\n)(?:southern\n){2}', severity: high, title: Names}
  - {id: metadata/nothing, regex: '(?:q\n|w\n){2}', severity: high, title: Letters}
"""
BLOCK = "acme-begin\nx\nacme-end\n"
FILES = {
    "a.txt": "one\nalpha\nomega\nend\n", "b.txt": BLOCK, "c.txt": f"2\n{BLOCK}", "d.txt": "plain\n",
    "e.txt": f"3\n{BLOCK}", "f.txt": "northern\nsouthern\nsouthern\n", "g.txt": "x\nq\nw\n",
}  # fmt: skip
EXPECTED = Counter(
    {"metadata/block": 3, "metadata/blank": 1, "metadata/group": 1, "metadata/nothing": 1}
)


@pytest.mark.parametrize("rules", [RULES, RULES[: RULES.rindex("  - ")]], ids=["all", "quick"])
@pytest.mark.parametrize("engine", ["hyperscan", "words"])
def test_they_are_found_in_a_diff_and_in_a_history(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch,
    engine: str, rules: str, tmp_path: Path,
) -> None:  # fmt: skip
    monkeypatch.setenv(ENGINE, engine)
    repo = RepoBuilder.create(tmp_path / "repo")
    (repo.path / "redaction_rules.yaml").write_text(rules)
    repo.commit("begin", {"plain.txt": "plain\n"})
    repo.commit("files", FILES)
    diff = tmp_path / "x.diff"
    diff.write_text(repo.git("diff", "HEAD~1", "HEAD") + "\n")

    for asked in (["--diff", str(diff)], ["--all-history"]):
        main(["-C", str(repo.path), "check", *asked, "--report", "json"])
        document = json.loads(capsys.readouterr().out)
        found = Counter(each["rule"] for each in document["findings"] if each["path"] in FILES)

        assert found == Counter({rule: EXPECTED[rule] for rule in EXPECTED if rule in rules}), asked
