"""The structure that CI servers take for JUnit's XML.

Written after junit-10.xsd of Jenkins' xUnit plugin, the strictest of those in use: elements,
attributes, and which of them must be there.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

_CHILDREN = {
    "testsuites": {"testsuite"},
    "testsuite": {"testsuite", "properties", "testcase", "system-out", "system-err"},
    "testcase": {"skipped", "error", "failure", "system-out", "system-err"},
    "failure": set[str](),
    "skipped": set[str](),
    "system-out": set[str](),
}
_REQUIRED = {"testsuite": {"name", "tests", "failures", "errors"}, "testcase": {"name"}}
_OPTIONAL = {
    "testsuites": {"name", "time", "tests", "failures", "errors"},
    "testsuite": {"time", "skipped", "timestamp", "hostname", "id", "package", "file"},
    "testcase": {"time", "classname", "group"},
    "failure": {"type", "message"},
    "skipped": {"type", "message"},
}
_TIME = re.compile(r"(([0-9]{0,3},)*[0-9]{3}|[0-9]{0,3})*(\.[0-9]*)?")


def check_structure(root: ET.Element) -> None:
    """Fail unless a document is what the schema allows, and its counts are true."""
    assert root.tag == "testsuites"
    for element in root.iter():
        required = _REQUIRED.get(element.tag, set())
        given = set(element.attrib)
        assert {child.tag for child in element} <= _CHILDREN[element.tag], element.tag
        assert required <= given <= required | _OPTIONAL.get(element.tag, set()), element.tag
        assert _TIME.fullmatch(element.get("time", ""))
    for suite in root.iter("testsuite"):
        for attribute, tag in (("tests", "testcase"), ("failures", "failure"), ("errors", "error"),
                               ("skipped", "skipped")):  # fmt: skip
            assert suite.get(attribute) == str(sum(1 for _ in suite.iter(tag)))
