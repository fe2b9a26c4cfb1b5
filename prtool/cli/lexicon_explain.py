"""``prtool lexicon explain``: for the owner's eyes."""

from __future__ import annotations

import argparse
import json

from prtool.cli.options import places
from prtool.cli.terminal import say, table
from prtool.lexicon.readings import Reading
from prtool.pipeline.explain import Explanation, Spelled, explain

_SHOWN = 100
"""Characters of a public line that are shown."""
_OUTCOME = {
    Reading.PRIVATE: "replaced",
    Reading.PUBLIC: "left",
    Reading.AMBIGUOUS: "you are asked",
    None: "not found",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("term", metavar="TERM")
    parser.add_argument(
        "--base", metavar="REV",
        help="the public commit to ask for the word (default: the remote 'upstream')",
    )  # fmt: skip


def run(args: argparse.Namespace) -> int:
    """Explain a term."""
    explanation = explain(places(args), args.term, args.base)
    if args.json:
        print(json.dumps(_document(explanation), indent=2))
    else:
        _show(explanation)
    return 0


def _show(explanation: Explanation) -> None:
    term = explanation.term
    if explanation.listed:
        say(f"{term.value}: {term.kind.value}, match {term.match.value}, "
            f"{explanation.lexicon}:{term.line}")  # fmt: skip
    else:
        say(f"{term.value}: not in the lexicon; this is how it would be as {term.kind.value}")
        for one in explanation.within:
            say(f"  in it: {one.value}, {one.kind.value}, {explanation.lexicon}:{one.line}")
    say()
    table((one.style, one.text, one.becomes or "-", _outcome(one)) for one in explanation.spellings)
    say()
    if not explanation.settled:
        say("the pseudonym is not in the private map yet; it changes if the branch has that word")
    if explanation.base is None:
        say("upstream was not asked: name its commit with --base, or its remote 'upstream'")
    elif not explanation.uses:
        say(f"upstream ({explanation.base[:12]}) has no line with one of these spellings")
    else:
        say(f"upstream ({explanation.base[:12]}) has it too, for example:")
        for use in explanation.uses:
            say(f"  {use.path}:{use.line}")
            say(f"    public   {_cut(use.text)}")
            say(f"    private  {_cut(use.as_private)}")


def _outcome(one: Spelled) -> str:
    outcome = _OUTCOME[one.reading]
    return outcome if one.reading is None else f"{outcome}: {one.reason}"


def _cut(line: str) -> str:
    line = line.strip()
    return line if len(line) <= _SHOWN else line[: _SHOWN - 1] + "…"


def _document(explanation: Explanation) -> dict[str, object]:
    term = explanation.term
    return {
        "schema": "prtool/lexicon-explain/1",
        "value": term.value,
        "kind": term.kind.value,
        "match": term.match.value,
        "listed": explanation.listed,
        "lexicon": explanation.lexicon,
        "line": term.line if explanation.listed else None,
        "within": [
            {"value": one.value, "kind": one.kind.value, "line": one.line}
            for one in explanation.within
        ],
        "pseudonym_settled": explanation.settled,
        "base": explanation.base,
        "spellings": [
            {"style": one.style, "text": one.text, "found": one.reading is not None,
             "becomes": one.becomes, "reading": one.reading.value if one.reading else None,
             "reason": one.reason}
            for one in explanation.spellings
        ],
        "upstream": [
            {"path": use.path, "line": use.line, "text": use.text, "as_private": use.as_private}
            for use in explanation.uses
        ],
    }  # fmt: skip
