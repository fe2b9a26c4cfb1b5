"""Where templates are found, and what upstream's history and guides ask for."""

from __future__ import annotations

import pytest

from prtool.describe.upstream import (
    contributing_files,
    conventional_title,
    find_templates,
    habits,
)

SIGNED = "\n\nSigned-off-by: Sam Sample <sam@example.com>\n"


@pytest.mark.parametrize(
    "path",
    ["pull_request_template.md", "PULL_REQUEST_TEMPLATE", "docs/Pull_Request_Template.txt",
     ".github/PULL_REQUEST_TEMPLATE.md", ".GitHub/pull_request_template.MD",
     "PULL_REQUEST_TEMPLATE/only.md", "docs/pull_request_template/one.md",
     ".github/PULL_REQUEST_TEMPLATE/fix.md", ".gitlab/merge_request_templates/Default.md",
     ".gitlab/merge_request_templates/Bug.md"],
)  # fmt: skip
def test_a_template_is_found_in_every_documented_place(path: str) -> None:
    assert find_templates(["README.md", path, "src/pull_request_template.md"]) == (path,)


@pytest.mark.parametrize(
    "path",
    ["src/pull_request_template.md", "pull_request_template_old.md",
     "docs/pull_request_template.py", ".github/ISSUE_TEMPLATE/bug.md",
     ".gitlab/issue_templates/Default.md"],
)  # fmt: skip
def test_other_files_are_none(path: str) -> None:
    assert find_templates([path]) == ()


def test_the_order_is_that_of_the_forges() -> None:
    paths = ["docs/pull_request_template.md", "pull_request_template.md",
             ".github/PULL_REQUEST_TEMPLATE/a.md", ".github/PULL_REQUEST_TEMPLATE/b.md",
             ".gitlab/merge_request_templates/a.md",
             ".gitlab/merge_request_templates/default.md"]  # fmt: skip

    assert find_templates(paths) == ("pull_request_template.md",)
    assert find_templates(paths[:1]) == ("docs/pull_request_template.md",)
    assert find_templates(paths[2:]) == (".gitlab/merge_request_templates/default.md",)
    assert find_templates(paths[2:5]) == tuple(paths[2:4])


def test_guides_are_found_where_forges_look() -> None:
    paths = [".github/CONTRIBUTING.md", "contributing.rst", "src/CONTRIBUTING.md"]

    assert contributing_files(paths) == (".github/CONTRIBUTING.md", "contributing.rst")


def test_habits_are_seen_in_most_commits_of_a_history_that_is_long_enough() -> None:
    plain = ["Add a thing"] * 3
    typed = ["fix(router): find names", "feat: add", "docs(api)!: tell", "chore(ci): x"] * 2

    assert habits(plain + typed, []) == (True, True, False)
    assert habits(typed[:4], []) == (False, False, False)
    assert habits(["router: find names"] * 9, []) == (False, False, False)
    assert habits(["Add a thing" + SIGNED] * 9, []) == (False, False, True)


@pytest.mark.parametrize(
    "guide",
    ["Sign your work: `git commit -s`.", "We use the Developer Certificate of Origin.",
     "Add a Signed-off-by line.", "use git commit --signoff"],
)  # fmt: skip
def test_a_guide_may_ask_for_a_sign_off(guide: str) -> None:
    assert habits([], [guide])[2]
    assert not habits([], ["Be kind, and commit small things."])[2]


@pytest.mark.parametrize(
    ("title", "paths", "told"),
    [("router: Fix the lookup", ["a.go"], "fix(router): fix the lookup"),
     ("Prevent a crash", ["a.go"], "fix: prevent a crash"),
     ("README says more", ["README.md"], "docs: README says more"),
     ("More cases", ["a_test.go"], "test: more cases"),
     ("feat(x): y", ["a.go"], "feat(x): y"), ("Add a thing", ["a.go"], None)],
)  # fmt: skip
def test_titles_get_the_form_of_upstream(title: str, paths: list[str], told: str | None) -> None:
    found = conventional_title(title, paths, repairs=False, scopes=True, tests={"a_test.go"})

    assert found == told


def test_without_scopes_the_area_stays_in_the_words() -> None:
    told = conventional_title("router: find it", ["a.go"], repairs=True, scopes=False, tests=())

    assert told == "fix: router: find it"
