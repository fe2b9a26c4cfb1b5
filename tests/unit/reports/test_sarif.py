from __future__ import annotations

import gzip
import random
from urllib.parse import unquote_to_bytes

import pytest

from prtool import __version__
from prtool.model.finding import Rule
from prtool.model.record import replace
from prtool.model.text import encode
from prtool.reports import sarif
from prtool.reports.formats import render
from prtool.reports.public import PublicFinding
from prtool.reports.ways_out import FAMILIES
from prtool.verify import documents
from tests.support.reports import (
    HOSTILE,
    RULES,
    TOKEN_RULE,
    WITHOUT_PATH,
    clean,
    finding,
    full,
)
from tests.support.sarif import check


def test_it_is_valid_and_as_github_wants_it() -> None:
    assert len(check(render("sarif", full()))["results"]) == len(full().findings)
    assert check(render("sarif", clean()))["results"] == []


def test_a_rule_tells_how_bad_it_is_why_and_what_to_do() -> None:
    run = check(sarif.render_log([finding(rule=TOKEN_RULE.id)], RULES))

    assert run["tool"]["driver"]["rules"] == [
        {
            "id": "secret/github-token",
            "shortDescription": {"text": "GitHub token"},
            "fullDescription": {"text": "Whoever has it can act as its owner."},
            "help": {"text": FAMILIES["secret"]},
            "helpUri": "https://docs.github.com/en/authentication",
            "defaultConfiguration": {"level": "error"},
            "properties": {"security-severity": "8.0", "tags": ["security", "secret"]},
        }
    ]


@pytest.mark.parametrize(
    "path",
    [HOSTILE, "a b/ü.txt", "caf\udce9", "c:/x", "/abs", "//host/x", "?a#b", "[private-term]/x"],
)
def test_paths_are_relative_references_that_lead_back(path: str) -> None:
    (result,) = check(sarif.render_log([finding(path=path)], RULES))["results"]
    uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]

    assert unquote_to_bytes(uri) == encode(path)


def test_a_text_without_a_file_has_a_place_and_a_fingerprint_for_github() -> None:
    message, branch, content = check(
        sarif.render_log(
            [
                finding(path=None, channel="message", line=3),
                finding(path=None, commit=None, channel="branch", line=None, column=None),
                finding(),
            ],
            RULES,
        )
    )["results"]
    place = message["locations"][0]

    assert place["physicalLocation"]["artifactLocation"] == {"uri": "commit/0123456789ab/message"}
    assert place["physicalLocation"]["region"] == {
        "startLine": 3, "startColumn": 5, "endColumn": 9
    }  # fmt: skip
    assert place["logicalLocations"] == [{"name": "message", "kind": "channel"}]
    assert branch["locations"][0]["physicalLocation"]["region"] == {"startLine": 1}
    assert "primaryLocationLineHash" in message["partialFingerprints"]
    assert content["partialFingerprints"] == {"prtool/v1": "f" * 32}


def test_too_many_findings_are_cut_and_the_most_severe_kept(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert sarif.MOST_RESULTS == 25_000
    monkeypatch.setattr(sarif, "MOST_RESULTS", 50)  # the schema takes its time
    low = [finding(severity="low", line=n + 1) for n in range(50)]
    found = [*low, finding(severity="high"), finding(severity="medium")]

    run = check(sarif.render_log(found, RULES))

    assert len(run["results"]) == 50
    assert [each["level"] for each in run["results"][:3]] == ["error", "warning", "note"]
    (cut,) = run["invocations"][0]["toolExecutionNotifications"]
    assert cut["level"] == "warning"
    assert cut["message"]["text"].startswith("2 of 52 findings are left out")


def test_a_packed_log_stays_under_ten_megabytes() -> None:
    """Of names that can't be packed, too."""
    chance = random.Random(1)
    found: list[PublicFinding] = [
        finding(
            path=chance.randbytes(2000).hex(), fingerprint=chance.randbytes(16).hex(), line=n + 1
        )
        for n in range(6000)
    ]
    rendered = sarif.render_log(found, RULES)

    assert 5_000_000 < len(gzip.compress(rendered, 6)) < 10_000_000
    assert b" findings are left out" in rendered


def test_braces_of_a_title_are_no_arguments() -> None:
    (result,) = check(sarif.render_log([finding(message="{0} is {")], RULES))["results"]

    assert result["message"] == {"text": "{{0}} is {{"}


def test_a_rule_that_is_not_known_and_a_long_one_are_told() -> None:
    long = Rule(id="secret/x", title="t" * 2000, severity=TOKEN_RULE.severity, why="w" * 2000)
    run = check(sarif.render_log([finding(), finding(rule="secret/x")], {"secret/x": long}))
    unknown, known = run["tool"]["driver"]["rules"]

    assert unknown == {"id": "private/term"}
    assert len(known["shortDescription"]["text"]) == 1024
    assert "helpUri" not in known


def test_what_was_decided_before_is_suppressed() -> None:
    (result,) = check(sarif.render_log([replace(finding(), state="allowed")], RULES))["results"]

    assert result["suppressions"] == [{"kind": "external", "justification": "allowed"}]


def test_what_comes_from_the_branch_is_told_apart_from_own_words() -> None:
    """The rescan of a bundle looks for private names in the one and not in the other."""
    found = [finding(channel=each, path=None) for each in WITHOUT_PATH]
    found.append(finding(channel="branch", path=None, commit=None))
    data = sarif.render_log(
        [*found, finding(rule=TOKEN_RULE.id), finding(path="no-commit/QX")], RULES
    )

    told = set(documents.told("report.sarif", data, documents.own_words(RULES, ())))

    assert told == {__version__, "src/app.go", "no-commit/QX"}
