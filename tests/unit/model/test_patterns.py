"""Expressions that are compiled later are compiled here, all of them."""

from __future__ import annotations

import gc
import importlib
import pkgutil
import re

import prtool
from prtool.model import patterns


def test_every_expression_compiles() -> None:
    for module in pkgutil.walk_packages(prtool.__path__, "prtool."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    later = type(patterns.regex("a"))
    found = [each for each in gc.get_objects() if type(each) is later]

    for each in found:
        re.compile(each.pattern, each.__dict__["_given"])

    assert len(found) > 200


def test_an_expression_is_what_it_stands_for() -> None:
    shown = patterns.regex(r"(?P<word>[a-z]+)\d", re.IGNORECASE)

    match = shown.search("see Acme7")

    assert match is not None
    assert (match["word"], match.span()) == ("Acme", (4, 9))
    assert shown.pattern == r"(?P<word>[a-z]+)\d"
    assert shown.groupindex == {"word": 1}
    assert shown.flags & re.IGNORECASE
    assert shown.sub("x", "Acme7!") == "x!"
