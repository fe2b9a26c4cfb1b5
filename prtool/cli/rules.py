"""``prtool rules list | explain | test``."""

from __future__ import annotations

import argparse
import json

from prtool.cli.options import add_places, add_rules, places
from prtool.cli.terminal import say, table
from prtool.model.results import Status
from prtool.pipeline.rules import Explained, explain_rule, list_rules, try_rules


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the sub-commands."""
    commands = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    listed = commands.add_parser("list", help="show what can be found and what happens to it")
    listed.add_argument("--json", action="store_true", help="print one JSON document")
    explain = commands.add_parser("explain", help="show one rule, and the entries that fit it")
    explain.add_argument("id", metavar="ID")
    test = commands.add_parser("test", help="try every rule on its own examples")
    for sub in (listed, explain, test):
        add_places(sub)
        add_rules(sub)


def run(args: argparse.Namespace) -> int:
    """Do what the sub-command says."""
    if args.action == "list":
        return _list(args)
    if args.action == "explain":
        return _explain(explain_rule(places(args), args.id))
    result = try_rules(places(args))
    say(f"{result.status.value}: {result.detail}")
    return 0 if result.status is Status.PASSED else 1


def _list(args: argparse.Namespace) -> int:
    rules = list_rules(places(args))
    if args.json:
        document = [
            {"id": each.rule.id, "title": each.rule.title, "severity": str(each.rule.severity),
             "usual": each.usual}
            for each in rules
        ]  # fmt: skip
        print(json.dumps({"schema": "prtool/rules/1", "rules": document}, indent=2))
    else:
        table((each.rule.id, str(each.rule.severity), each.usual, each.rule.title)
              for each in rules)  # fmt: skip
    return 0


def _explain(explained: Explained) -> int:
    rule = explained.rule
    say(f"{rule.id}: {rule.title} (severity {rule.severity})")
    say(f"  {rule.why}")
    if rule.source:
        say(f"  format: {rule.source}")
    say("the last of these that fits decides:")
    table(
        (
            str(entry.cause),
            str(entry.action),
            _conditions(entry.channels, entry.paths),
            entry.reason,
        )
        for entry in explained.entries
    )
    return 0


def _conditions(channels: frozenset[object] | None, paths: tuple[str, ...] | None) -> str:
    said = []
    if channels is not None:
        said.append("in " + " ".join(sorted(str(channel) for channel in channels)))
    if paths is not None:
        said.append("at " + " ".join(paths))
    return ", ".join(said) or "everywhere"
