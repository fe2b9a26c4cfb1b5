"""The recorded vectors, our own for `complete`, and the runner itself."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest

from reference_impl.__main__ import main
from reference_impl.variants import VARIANTS, variant
from reference_impl.vectors import runner

RECORDED = Path(__file__).parent / "data" / "conductor-vectors.json"
OWN = Path(runner.__file__).with_name("complete.json")


def content(path: Path) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return loaded


@pytest.mark.parametrize("name", ["v7.1.50", "pr"])
def test_all_recorded_vectors_are_met(name: str) -> None:
    report = runner.run(runner.load(RECORDED), variant(name))

    assert [failure.as_json() for failure in report.failed] == []
    assert sum(counts["passed"] for counts in report.sections.values()) == 313


@pytest.mark.parametrize("name", VARIANTS)
def test_all_own_vectors_are_met(name: str) -> None:
    report = runner.run(runner.load(OWN), variant(name))

    assert [failure.as_json() for failure in report.failed] == []


def test_complete_differs_from_the_fix_only_where_an_own_vector_says_so() -> None:
    """Every recorded vector that it does not meet is among its own, with a gap's number."""
    argued = {
        case["name"].removesuffix("_pick_next_mixed").removesuffix("_pick_next_mixed_legacy")
        for cases in runner.load(OWN).values()
        for case in cases
        if case["gap"]
    }
    report = runner.run(runner.load(RECORDED), variant("complete"))

    different = {failure.name or "exact_alias_leaves_no_room" for failure in report.failed}
    assert different <= argued


def test_expectations_of_own_vectors_are_the_recorded_ones_where_there_are_any() -> None:
    recorded = {
        (section, case["name"]): case
        for section, cases in runner.load(RECORDED).items()
        for case in cases
        if "name" in case
    }
    shared = 0
    for section, cases in runner.load(OWN).items():
        for case in cases:
            known = recorded.get((section, case["name"]))
            if known is not None:
                shared += 1
                assert case["expect_fixed"] == known["expect_fixed"]
                assert case["expect_v7_1_50"] == known["expect_v7_1_50"]
    assert shared > 20


def _spoilt(value: Any) -> Any:
    """The same, with every leaf another one."""
    if isinstance(value, dict):
        return {key: _spoilt(item) for key, item in value.items()} or {"spoilt": True}
    if isinstance(value, list):
        return [_spoilt(item) for item in value] or ["spoilt"]
    return "spoilt" if value != "spoilt" else None


NEUTRAL = {
    "thinking_suffix": ["base"],
    "suffix_value": ["budget"],
    "canonical_model_key": ["key"],
    "preserve_requested_suffix": ["result"],
    "executor_provider_key": ["key"],
    "executor_key_from_auth": ["executor_key"],
    "alias_pool": ["pool"],
    "registry": ["listed_models_sorted"],
    "blocked_for_model": ["expect"],
    "quota_backoff": ["next_level"],
    "routing": ["expect_fixed"],
    "execution": ["expect_fixed"],
    "mark_result": ["expect"],
    "retry_decision": ["expect"],
    "error_classification": ["cloudflare"],
    "refresh": ["expect_fixed"],
    "http_request_helpers": ["expect_fixed"],
    "error_body": ["body"],
    "http": ["expect_fixed"],
}


@pytest.mark.parametrize("section", NEUTRAL)
def test_a_spoilt_expectation_is_noticed(section: str) -> None:
    """A runner that passed everything would pass these, too."""
    case = copy.deepcopy(content(RECORDED)[section][0])
    for member in NEUTRAL[section]:
        case[member] = _spoilt(case[member])

    report = runner.run({section: [case]}, variant("pr"))

    assert report.sections == {section: {"passed": 0, "failed": 1}}


@pytest.mark.parametrize("op", ["register", "get", "executor_for"])
def test_spoilt_executor_steps_are_noticed(op: str) -> None:
    case = copy.deepcopy(content(RECORDED)["executor_registry"][0])
    for step in case["expect_fixed"]["steps"]:
        if step["op"] == op:
            step["tag"] = 99

    assert runner.run({"executor_registry": [case]}, variant("pr")).failed


def test_the_variants_are_told_apart() -> None:
    """The file of one variant is not met by the other."""
    assert runner.run(runner.load(RECORDED), variant("complete")).failed
    changed = [
        case
        for cases in runner.load(RECORDED).values()
        for case in cases
        if case.get("changed_by_fix")
    ]
    assert len(changed) > 20
    sections = {
        section: [{**case, "expect_fixed": case["expect_v7_1_50"]} for case in cases]
        for section, cases in runner.load(RECORDED).items()
        if section in ("routing", "executor_registry", "refresh")
        for cases in [[case for case in cases if case.get("changed_by_fix")]]
    }
    report = runner.run(sections, variant("pr"))
    assert all(counts["passed"] == 0 for counts in report.sections.values())


def test_a_section_that_nobody_knows_fails() -> None:
    report = runner.run({"dreams": [{"name": "flying"}]}, variant("pr"))

    assert report.sections == {"dreams": {"passed": 0, "failed": 1}}


def test_the_command_reports_json(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    sections = {"canonical_model_key": [{"model": "x(a)", "key": "x"}, {"model": "x", "key": "y"}]}
    path = tmp_path / "vectors.json"
    path.write_text(json.dumps({"meta": {}, **sections}))

    status = main(["vectors", str(path), "--variant", "v7.1.50", "--json"])

    report = json.loads(capsys.readouterr().out)
    assert status == 1
    assert report["sections"] == {"canonical_model_key": {"passed": 1, "failed": 1}}
    assert report["failed"] == [
        {
            "section": "canonical_model_key",
            "index": 1,
            "name": "",
            "expected": {"key": "y"},
            "actual": {"key": "x"},
        }
    ]


def test_the_command_succeeds_on_a_copy(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    few = {name: cases[:1] for name, cases in content(RECORDED).items() if name != "meta"}
    path = tmp_path / "few.json"
    path.write_text(json.dumps(few))

    assert main(["vectors", str(path)]) == 0
    assert capsys.readouterr().out.count("1 passed    0 failed") == len(few)


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", '{"routing": 5}', '{"routing": [5]}'])
def test_a_file_without_vectors(
    text: str, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    path = tmp_path / "vectors.json"
    path.write_text(text)

    assert main(["vectors", str(path)]) == 2
    assert len(capsys.readouterr().err.strip().split("\n")) == 1


def test_no_file(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert main(["vectors", str(tmp_path / "none.json")]) == 2
    assert "none.json" in capsys.readouterr().err


def test_a_broken_vector_fails_and_the_others_run() -> None:
    good = content(RECORDED)["routing"][0]

    report = runner.run({"routing": [{"name": "broken"}, good]}, variant("pr"))

    assert report.sections == {"routing": {"passed": 1, "failed": 1}}
