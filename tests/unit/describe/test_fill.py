"""Upstream's templates, filled, against golden files; PRTOOL_UPDATE_GOLDEN=1 writes them anew."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from prtool.describe.boxes import Evidence, is_shown
from prtool.describe.changed import ChangedFile
from prtool.describe.fill import fill
from prtool.describe.pr import BaseRun, Facts, PublicChange, pull_request
from prtool.describe.upstream import Upstream
from prtool.model.parts import Part
from prtool.model.record import replace

GOLDEN = Path(__file__).parents[2] / "golden" / "templates"
NAMES = sorted(path.name for path in GOLDEN.glob("*.template.*"))
FACTS = Facts(
    commits=(PublicChange(message="router: find aliases\n", files=("router.go", "a_test.go")),),
    files=(
        ChangedFile(path="a_test.go", status="A", new_tests=("TestAlias",)),
        ChangedFile(path="router.go", status="M", functions=("Route",)),
    ),
    notes=(
        (Part.SUMMARY, "Names with a suffix are found."),
        (Part.PROBLEM, "They were listed, but could not be asked for."),
        (Part.ROOT_CAUSE, "The suffix was cut off."),
        (Part.REPRODUCE, "1. List the models.\n2. Ask for one with a suffix."),
        (Part.COMPATIBILITY, "Names without a suffix are looked up as before."),
    ),
    tests_passed="go test ./...",
    base_run=BaseRun(status=1, failing=("TestAlias",)),
    sign_off="Sam Sample <sam@example.com>",
)


@pytest.mark.parametrize("name", NAMES)
def test_a_template_is_filled_as_its_golden_file(name: str) -> None:
    template = (GOLDEN / name).read_text("utf-8")
    text = pull_request(replace(FACTS, upstream=Upstream(template=template)))
    shown = f"{text.body}\n---\n" + "".join(f"{each}\n" for each in text.left)
    golden = GOLDEN / f"{name.split('.')[0]}.filled.md"
    if os.environ.get("PRTOOL_UPDATE_GOLDEN"):
        golden.write_text(shown, "utf-8")

    assert golden.read_text("utf-8") == shown


def test_there_are_many_templates() -> None:
    assert len(NAMES) >= 8


@pytest.mark.parametrize("name", NAMES)
def test_all_that_is_known_stands_in_a_filled_template_once(name: str) -> None:
    template = (GOLDEN / name).read_text("utf-8")
    text = pull_request(replace(FACTS, upstream=Upstream(template=template), closes=(7,)))

    for _, words in FACTS.notes:
        assert text.body.count(words) == 1
    assert text.body.count("Closes #7") == 1
    assert "<!--" not in text.body or name in ("issue.template.md", "table.template.md")


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_ticked_without_evidence(name: str) -> None:
    template = (GOLDEN / name).read_text("utf-8")
    filled = fill(template, {Part.SUMMARY: "text"}, Evidence())

    assert filled.body.count("[x]") == template.count("[x]")


def test_crlf_and_a_byte_order_mark_change_nothing() -> None:
    template = (GOLDEN / "comments.template.md").read_text("utf-8")
    odd = "\ufeff" + template.replace("\n", "\r\n")

    assert fill(odd, {Part.SUMMARY: "a"}, Evidence()) == fill(
        template, {Part.SUMMARY: "a"}, Evidence()
    )


ALL = Evidence(
    new_tests=True, tests_passed=True, fails_before=True, signed_off=True, docs=True,
    changelog=True, closes=True, conventional=True,
)  # fmt: skip


@pytest.mark.parametrize(
    "text",
    ["I have read the CONTRIBUTING file and signed off", "No tests needed", "I agree",
     "Breaking change", "Tests added or not needed", "I ran the integration tests", "Bug fix",
     "I have performed a self-review", "Bug fix (non-breaking change which fixes an issue)"],
)  # fmt: skip
def test_a_box_that_says_what_can_not_be_known_is_never_ticked(text: str) -> None:
    assert not is_shown(text, ALL)


@pytest.mark.parametrize(
    ("text", "known"),
    [("Unit tests added", Evidence(new_tests=True)),
     ("All tests pass", Evidence(tests_passed=True)),
     ("Tests added and passing", Evidence(new_tests=True, tests_passed=True)),
     ("Signed-off-by is present", Evidence(signed_off=True)),
     ("Docs updated", Evidence(docs=True)),
     ("Changelog entry", Evidence(changelog=True)),
     ("已添加测试", Evidence(new_tests=True))],
)  # fmt: skip
def test_a_box_is_ticked_when_all_that_it_says_is_known(text: str, known: Evidence) -> None:
    assert is_shown(text, known)
    assert not is_shown(text, Evidence())


def test_a_box_that_says_two_things_needs_both() -> None:
    assert not is_shown("Tests added and passing", Evidence(new_tests=True))
    assert not is_shown("Tests prove that the fix works", Evidence(new_tests=True))
    passed = Evidence(new_tests=True, tests_passed=True)
    for text in ("I added tests that fail without the change", "新增的测试在修复前失败"):
        assert not is_shown(text, passed)
        assert is_shown(text, replace(passed, fails_before=True))


@pytest.mark.parametrize(
    "text",
    ["I ran the tests on macOS and Linux", "Tests pass in all browsers", "Tested in staging, "
     "tests pass", "Tests pass on all platforms"],
)  # fmt: skip
def test_what_was_run_where_is_not_known(text: str) -> None:
    assert not is_shown(text, ALL)


@pytest.mark.parametrize(
    ("template", "body", "left"),
    [
        ("%{all_commits}\n\n%{co_authored_by}\n", "text", ()),
        (
            "## Summary\n\nFrom %{source_branch} into %{target_branch}.\n\n%{co_authored_by}\n",
            "## Summary\n\nFrom %{source_branch} into %{target_branch}.\n\ntext",
            ("Summary: %{source_branch}", "Summary: %{target_branch}"),
        ),
        (
            "%{first_commit}\n\n%{closes_issue}\n\n## Rollout %{source_branch}\n\nHow?\n",
            "%{closes_issue}\n\ntext\n\n## Rollout %{source_branch}\n\nHow?",
            ("template: %{closes_issue}", "Rollout %{source_branch}: nothing is known for it",
             "Rollout %{source_branch}: %{source_branch}"),
        ),
    ],
)  # fmt: skip
def test_what_only_gitlab_exchanges_is_left_to_the_person(
    template: str, body: str, left: tuple[str, ...]
) -> None:
    filled = fill(template, {Part.SUMMARY: "text"}, Evidence())

    assert filled.body.replace("**Summary**\n\n", "") == body
    assert filled.left == left
