"""Runs a vector file, section by section."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from reference_impl.refresh_times import RefreshLeads
from reference_impl.variants import RoutingRules
from reference_impl.vectors import helpers, names, states
from reference_impl.vectors.build import Case
from reference_impl.vectors.http import http
from reference_impl.vectors.scenarios import scenario

Run = Callable[[RoutingRules, Case, Any], Any]
"""Rules, vector, and what is expected; gives what was found instead."""


@dataclass(frozen=True, slots=True)
class Section:
    """How the vectors of a section are run.

    Attributes:
        run: Finds the result.
        arguments: Members that are no results, where both stand side by side.
    """

    run: Run
    arguments: frozenset[str] = frozenset()


EXPECTATIONS = {"v7.1.50": "v7_1_50", "pr": "fixed", "complete": "complete"}
"""How the members of a vector are marked that hold only for one variant."""


class VectorFileError(ValueError):
    """A file that holds no vectors; the text says where."""


@dataclass(frozen=True, slots=True)
class Failure:
    """A vector that was not met."""

    section: str
    index: int
    name: str
    expected: Any
    actual: Any

    def as_json(self) -> dict[str, Any]:
        """The entry of the report."""
        return {
            "section": self.section,
            "index": self.index,
            "name": self.name,
            "expected": self.expected,
            "actual": self.actual,
        }


@dataclass(slots=True)
class Report:
    """How many vectors of each section were met."""

    sections: dict[str, dict[str, int]] = field(default_factory=dict)
    failed: list[Failure] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """The report of the contract."""
        return {"sections": self.sections, "failed": [each.as_json() for each in self.failed]}


def load(path: Path) -> dict[str, list[Case]]:
    """Read a file of vectors.

    Raises:
        VectorFileError: If it holds none.
        OSError: If it cannot be read.
    """
    try:
        content = json.loads(path.read_bytes())
    except (ValueError, RecursionError) as error:
        raise VectorFileError(f"{path}: no JSON: {error}") from error
    if not isinstance(content, dict):
        raise VectorFileError(f"{path}: expected an object of sections")
    sections = {name: cases for name, cases in content.items() if name != "meta"}
    for name, cases in sections.items():
        good = isinstance(cases, list) and all(isinstance(case, dict) for case in cases)
        if not good:
            raise VectorFileError(f"{path}: section {name}: expected a list of objects")
    if not any(sections.values()):
        raise VectorFileError(f"{path}: no vectors in it")
    return sections


def run(sections: Mapping[str, Sequence[Case]], rules: RoutingRules) -> Report:
    """Run all vectors; a section that nobody knows fails."""
    report = Report()
    known = _sections()
    for name, cases in sections.items():
        passed = 0
        for index, case in enumerate(cases):
            failure = _check(known.get(name), name, index, case, rules)
            if failure is None:
                passed += 1
            else:
                report.failed.append(failure)
        report.sections[name] = {"passed": passed, "failed": len(cases) - passed}
    return report


def _check(
    section: Section | None, name: str, index: int, case: Case, rules: RoutingRules
) -> Failure | None:
    title = str(case.get("name", case.get("note", "")))
    if section is None:
        return Failure(name, index, title, None, "there is no such section")
    try:
        expected = _expected(case, rules, section.arguments)
    except LookupError as error:
        return Failure(name, index, title, None, f"no {error} in the vector")
    try:
        actual = section.run(rules, case, expected)
    except Exception as error:  # noqa: BLE001 - one vector must not end the run
        actual = f"{type(error).__name__}: {error}"
    return None if actual == expected else Failure(name, index, title, expected, actual)


def _expected(case: Case, rules: RoutingRules, arguments: frozenset[str]) -> Any:
    """What the vector says of the variant.

    `complete` is held to the fix where a vector says nothing of its own. Sections that are the
    same for all variants have `expect`, or the results beside the arguments.
    """
    if arguments:
        own = case.get(f"expect_{EXPECTATIONS[rules.name]}", {})
        return {key: own.get(key, case[key]) for key in case if key not in arguments}
    mark = EXPECTATIONS[rules.name]
    if rules.name == "complete" and f"expect_{mark}" not in case:
        mark = "fixed"
    if f"expect_{mark}" not in case:
        return case["expect"]
    outcomes = case[f"expect_{mark}"]
    if "op" not in case:
        return outcomes
    after = {"states": f"states_after_{mark}", "listed_models": f"listed_models_after_{mark}"}
    members = {key: case[member] for key, member in after.items() if member in case}
    return {"outcomes": outcomes, **members}


def _plain(find: Callable[[RoutingRules, Case], Any], arguments: str = "") -> Section:
    named = ["name", "note", "gap", *arguments.split()] if arguments else []
    marks = [f"expect_{mark}" for mark in EXPECTATIONS.values()] if arguments else []
    return Section(lambda rules, case, _: find(rules, case), frozenset(named + marks))


def _sections() -> dict[str, Section]:
    leads = RefreshLeads()
    return {
        "thinking_suffix": _plain(names.thinking_suffix, "model"),
        "suffix_value": _plain(names.suffix_value, "raw_suffix"),
        "canonical_model_key": _plain(names.canonical_model_key, "model"),
        "preserve_requested_suffix": _plain(names.preserve_requested_suffix, "requested resolved"),
        "executor_provider_key": _plain(names.executor_provider_key, "provider"),
        "executor_key_from_auth": _plain(
            names.executor_key_from_auth, "provider attributes metadata"
        ),
        "alias_pool": _plain(names.alias_pool, "requested models"),
        "model_resolution": _plain(states.model_resolution, "config auth"),
        "registry": _plain(states.registry, "register unregister"),
        "executor_registry": Section(
            lambda rules, _, expected: states.executor_registry(rules, expected["steps"])
        ),
        "blocked_for_model": _plain(states.blocked_for),
        "quota_backoff": _plain(names.quota_backoff, "prev_level"),
        "routing": Section(scenario),
        "execution": Section(scenario),
        "mark_result": _plain(states.mark_result),
        "retry_decision": _plain(states.retry_decision),
        "error_classification": _plain(names.error_classification, "status message"),
        "refresh": _plain(lambda rules, case: helpers.refresh(rules, case, leads)),
        "http_request_helpers": _plain(helpers.http_request_helpers),
        "error_body": _plain(names.body_of_error, "status text"),
        "http": Section(http),
    }
