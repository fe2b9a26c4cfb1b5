"""Tables of evidence against their golden files; PRTOOL_UPDATE_GOLDEN=1 writes them anew."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import cmarkgfm
import pytest

from prtool.evidence.compare import compare
from prtool.evidence.file import encode
from prtool.model.record import replace
from prtool.reports import evidence as reports
from tests.support import evidence as sample

GOLDEN = Path(__file__).parents[2] / "golden"


def _compared(render: Callable[..., list[str]]) -> str:
    return "\n".join(render(compare(sample.before(), sample.after()))) + "\n"


RENDERED: dict[str, Callable[[], str]] = {
    "probe-before.evidence.json": lambda: encode(sample.before()).decode(),
    "probe-before.text": lambda: "\n".join(reports.evidence_text(sample.before())) + "\n",
    "probe-before.markdown": lambda: "\n".join(reports.runs_markdown([sample.before()])) + "\n",
    "probe-compared.text": lambda: _compared(reports.compared_text),
    "probe-compared.json": lambda: _compared(reports.compared_json),
    "probe-compared.markdown": lambda: _compared(reports.compared_markdown),
}


@pytest.mark.parametrize("name", RENDERED)
def test_evidence_is_as_its_golden_file(name: str) -> None:
    rendered = RENDERED[name]().encode()
    golden = GOLDEN / name
    if os.environ.get("PRTOOL_UPDATE_GOLDEN"):
        golden.write_bytes(rendered)

    assert golden.read_bytes() == rendered


def test_the_comparison_is_json() -> None:
    document = json.loads(_compared(reports.compared_json))

    assert document["schema"] == reports.COMPARED_SCHEMA
    assert document["status"] == "worse"
    assert [each["change"] for each in document["layers"]] == [
        "same", "better", "better", "same", "same", "worse", "gone", "gone", "gone", "new", "new",
        "new",
    ]  # fmt: skip


def test_no_name_is_markup() -> None:
    hostile = "a|b`<img src=x>@team #1 [x](y)"
    run = sample.run(sample.model(hostile), label=hostile)

    page = cmarkgfm.github_flavored_markdown_to_html(
        "\n".join(reports.runs_markdown([run, replace(run, label="")]))
    )

    assert "<img" not in page
    assert "<a " not in page
    assert page.count("<tr>") == 4
    assert page.count("<td>") == 15


def test_more_than_two_runs_stand_side_by_side() -> None:
    middle = replace(sample.before(), label="")
    lines = reports.runs_markdown([sample.before(), middle, sample.after()])

    assert "| model | layer | `v1` | run 2 | after | change |" in lines
    assert any(line.startswith("12 layers compared") for line in lines)


def test_rounds_are_told() -> None:
    one = sample.model(chat=sample.NOT_SERVED)
    twice = replace(
        one, listed=one.listed * 2, chat=(sample.CHAT, *one.chat), stream=one.stream * 2
    )
    run = replace(sample.run(twice, repeat=2), lists=(sample.LIST,) * 2)

    text = "\n".join(reports.evidence_text(run))

    assert "1 of 2 fine; else 503 auth_not_found, 0 ms" in text
    assert "2 of 2 fine: 200, first chunk 80 ms, 12 chunks, [DONE], 530 ms" in text
    assert "2 rounds with medians" in reports.runs_markdown([run])[0]


def test_many_models_are_counted_not_named() -> None:
    bad = [sample.model(f"acme-{n}", chat=sample.NOT_SERVED) for n in range(4)]

    text = "\n".join(reports.evidence_text(sample.run(*bad, sample.model("globex-1"))))

    assert "chat of 4 models: Listed, but not served" in text


def test_a_code_that_is_not_known_is_not_told_as_one() -> None:
    chat = sample.failed(500, code="other", type="server_error")
    stream = sample.failed(500, code="other", type="other")

    text = "\n".join(reports.evidence_text(sample.run(sample.model(chat=chat, stream=stream))))

    assert "500 server_error, 40 ms" in text
    assert "500, 40 ms" in text
