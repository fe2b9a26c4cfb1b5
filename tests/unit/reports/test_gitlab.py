from __future__ import annotations

import json

from prtool.model.record import replace
from prtool.reports import gitlab
from tests.support.reports import finding, full


def test_it_has_the_fields_that_gitlab_reads() -> None:
    for each in json.loads(gitlab.render(full())):
        assert set(each) == {"description", "check_name", "fingerprint", "severity", "location"}
        assert each["severity"] in {"info", "minor", "major", "critical", "blocker"}
        assert each["location"]["lines"]["begin"] >= 1
        assert each["location"]["path"]
        assert not each["location"]["path"].startswith(("/", "./"))


def test_no_two_findings_have_the_same_fingerprint() -> None:
    """GitLab would drop the second."""
    told = json.loads(gitlab.render(replace(full(), findings=(finding(),) * 50)))

    assert len({each["fingerprint"] for each in told}) == 50


def test_texts_without_a_file_have_a_place_of_their_own() -> None:
    report = replace(
        full(), findings=(finding(path=None, channel="message", line=3),
                          finding(path=None, commit=None, channel="branch", line=None)),
    )  # fmt: skip
    message, branch = json.loads(gitlab.render(report))

    assert message["location"] == {"path": "commit/0123456789ab/message", "lines": {"begin": 3}}
    assert message["description"].startswith("message of 0123456789ab: private term")
    assert branch["location"] == {"path": "no-commit/branch", "lines": {"begin": 1}}
