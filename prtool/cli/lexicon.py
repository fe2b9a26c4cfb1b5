"""``prtool lexicon harvest | add | list | remove | explain | seal``."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from prtool.cli import lexicon_explain, lexicon_seal
from prtool.cli.options import add_places, places
from prtool.cli.terminal import say, table
from prtool.errors import UsageError
from prtool.lexicon.model import Ambiguous, MatchMode, Term
from prtool.model.finding import Kind
from prtool.pipeline.lexicon import Harvested, add_terms, harvest_files, list_terms, remove_terms

KINDS = [kind.value for kind in Kind if kind is not Kind.ADDRESS]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the sub-commands."""
    commands = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    harvest = commands.add_parser("harvest", help="take private names from local config files")
    harvest.add_argument("files", metavar="FILE", nargs="+", type=Path)
    harvest.add_argument(
        "--base", metavar="REV",
        help="leave what this public commit has already (default: the remote 'upstream')",
    )  # fmt: skip
    add = commands.add_parser("add", help="add terms by hand")
    add.add_argument("terms", metavar="TERM", nargs="+")
    add.add_argument("--kind", choices=KINDS, required=True)
    add.add_argument("--match", choices=[each.value for each in MatchMode], default="compound")
    add.add_argument("--pseudonym", help="what it becomes (default: derived)")
    add.add_argument("--ambiguous", choices=[each.value for each in Ambiguous], default="ask",
                     help="where upstream uses the same word too")  # fmt: skip
    add.add_argument("--note", default="")
    listed = commands.add_parser("list", help="show the terms: private, for your eyes")
    remove = commands.add_parser("remove", help="take terms out")
    remove.add_argument("terms", metavar="TERM", nargs="+")
    explain = commands.add_parser("explain", help="show spellings, pseudonyms, upstream's uses")
    lexicon_explain.add_arguments(explain)
    seal = commands.add_parser("seal", help="write digests of the terms that may be published")
    lexicon_seal.add_arguments(seal)
    for sub in (harvest, add, listed, remove, explain, seal):
        sub.add_argument("--json", action="store_true", help="print one JSON document")
        add_places(sub)


def run(args: argparse.Namespace) -> int:
    """Do what the sub-command says."""
    actions = {
        "harvest": _harvest, "add": _add, "list": _list, "remove": _remove,
        "explain": lexicon_explain.run, "seal": lexicon_seal.run,
    }  # fmt: skip
    return actions[args.action](args)


def say_harvest(harvested: Harvested) -> None:
    """Show what was taken and what was left; this is for the owner's eyes."""
    new = {term.value for term in harvested.added.added}
    say(f"{harvested.lexicon}: {len(new)} new terms")
    table(
        (candidate.term.kind.value, candidate.term.value, f"{candidate.source}:{candidate.line}")
        for candidate in harvested.harvest.taken
        if candidate.term.value in new
    )
    if harvested.harvest.left:
        say("left:")
        table((candidate.term.value, reason.value) for candidate, reason in harvested.harvest.left)


def _harvest(args: argparse.Namespace) -> int:
    harvested = harvest_files(places(args), args.files, args.base)
    if not args.json:
        say_harvest(harvested)
        return 0
    new = {term.value for term in harvested.added.added}
    document = {
        "schema": "prtool/harvest/1",
        "taken": [
            {"value": each.term.value, "kind": each.term.kind.value, "source": each.source,
             "line": each.line, "new": each.term.value in new}
            for each in harvested.harvest.taken
        ],
        "left": [
            {"value": each.term.value, "reason": reason.value}
            for each, reason in harvested.harvest.left
        ],
    }  # fmt: skip
    print(json.dumps(document, indent=2))
    return 0


def _add(args: argparse.Namespace) -> int:
    if args.pseudonym is not None and len(args.terms) > 1:
        raise UsageError("--pseudonym fits one term, and several were given")
    added = add_terms(
        places(args),
        [
            Term(value=value, kind=Kind(args.kind), match=MatchMode(args.match),
                 pseudonym=args.pseudonym, ambiguous=Ambiguous(args.ambiguous), note=args.note)
            for value in args.terms
        ],
    )  # fmt: skip
    if args.json:
        document = {"added": _values(added.added), "already": _values(added.already)}
        print(json.dumps({"schema": "prtool/lexicon-add/1", **document}, indent=2))
    else:
        say(f"{len(added.added)} added, {len(added.already)} there already")
    return 0


def _list(args: argparse.Namespace) -> int:
    terms = list_terms(places(args)).terms
    if args.json:
        document = [
            {"value": term.value, "kind": term.kind.value, "match": term.match.value,
             "pseudonym": term.pseudonym, "note": term.note, "line": term.line}
            for term in terms
        ]  # fmt: skip
        print(json.dumps({"schema": "prtool/lexicon/1", "terms": document}, indent=2))
    else:
        table((term.kind.value, term.value, term.match.value, term.note) for term in terms)
    return 0


def _remove(args: argparse.Namespace) -> int:
    removed = remove_terms(places(args), args.terms)
    if args.json:
        document = {"removed": _values(removed.removed), "missing": list(removed.missing)}
        print(json.dumps({"schema": "prtool/lexicon-remove/1", **document}, indent=2))
    else:
        say(f"{len(removed.removed)} removed, {len(removed.missing)} not found")
    return 1 if removed.missing else 0


def _values(terms: tuple[Term, ...]) -> list[str]:
    return [term.value for term in terms]
