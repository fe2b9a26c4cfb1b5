"""The user's own templates: what they may name, and where they are wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from prtool.describe.own import OwnTemplate
from prtool.describe.pr import Facts, PublicChange, pull_request
from prtool.errors import InputError

CHANGE = PublicChange(message="router: find aliases\n\nWords.\n", files=("a.go",))


def render(folder: Path, text: str) -> str:
    path = folder / "mine.md.j2"
    path.write_text(text)
    own = OwnTemplate(folder, path.name, "mine.md.j2")
    return pull_request(Facts(commits=(CHANGE,), own=own, closes=(3,))).body


def test_a_template_may_name_all_that_there_is(tmp_path: Path) -> None:
    text = (
        "{{ title }}|{{ parts['summary'] }}|{{ titles['out-of-scope'] }}|{{ sections[0][0] }}|"
        "{{ commits | join }}|{{ closes[0] }}|{{ sign_off }}|"
        "{{ files | length }}{{ tests | length }}"
    )

    assert render(tmp_path, text) == (
        "router: find aliases|Words.|Out of scope|Summary|router: find aliases|3||00\n"
    )


def test_a_template_may_include_one_beside_it(tmp_path: Path) -> None:
    (tmp_path / "head.j2").write_text("# {{ title }}")

    assert render(tmp_path, "{% include 'head.j2' %}") == "# router: find aliases\n"


@pytest.mark.parametrize(
    ("text", "where"),
    [("one\n{{ nothing }}\n", "mine.md.j2:2: 'nothing' is undefined"),
     ("one\n\n{% if %}\n", "mine.md.j2:3: "), ("{{ title", "mine.md.j2:1: "),
     ("a\n{{ 1 / 0 }}", "mine.md.j2:2: "), ("{% include 'gone.j2' %}", "mine.md.j2:1: "),
     ("{% include '../secret' %}", "mine.md.j2:1: "),
     ("{{ title.__class__.__mro__ }}", "mine.md.j2:1: "),
     ("{{ commits.append('x') }}", "mine.md.j2:1: "),
     ("a\n{{ parts['problem'] }}", "mine.md.j2:2: ")],
)  # fmt: skip
def test_what_is_wrong_with_a_template_is_told_with_file_and_line(
    tmp_path: Path, text: str, where: str
) -> None:
    with pytest.raises(InputError) as caught:
        render(tmp_path, text)

    assert str(caught.value).startswith(where)
    assert "\n" not in str(caught.value)
    assert caught.value.hint


def test_an_included_template_is_named_when_it_is_wrong(tmp_path: Path) -> None:
    (tmp_path / "head.j2").write_text("\n\n{{ nothing }}")

    with pytest.raises(InputError, match=r"^head\.j2:3: "):
        render(tmp_path, "{% include 'head.j2' %}")
