"""Measures ``prtool check`` and other scanners side by side: how fast they are, what they find.

Run: python -m benchmarks.bench_check [--quick] [--only speed|quality] [--rounds N] [--keep DIR]
     [--prtool PROGRAM] [--write]

The other scanners are installed into .venv-bench, never into prtool's own environment. prtool
should be installed as for use: a tool of its developers hooks into every start of Python. With
``--write`` the tables of docs/explanation/performance.md are replaced.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

from benchmarks import corpus, tables
from benchmarks.labelled import negatives, secrets
from benchmarks.peers import NAMES, Command, Peers
from benchmarks.quality import Score, count_reported, diff_of, judge, peer_hits, prtool_hits, write
from benchmarks.repos import long_history, staged_fork
from benchmarks.running import Run, alternate, run

ROOT = Path(__file__).parents[1]
PRTOOL = Path(sys.executable).with_name("prtool")
FAILED = Run(0.0, 0.0, 0.0, -1)
WARM, COLD = "prtool", "prtool, first run"
HOSTILE: dict[str, Callable[[Path], None]] = {
    "one line of 100 MB": corpus.write_single_line,
    "a million short lines": corpus.write_short_lines,
    "10,000 files": corpus.write_many_files,
}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="small inputs alone")
    parser.add_argument("--only", choices=["speed", "quality"])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--keep", type=Path, help="where to keep the inputs between runs")
    parser.add_argument("--prtool", type=Path, default=PRTOOL, help="the one to measure")
    parser.add_argument("--write", action="store_true", help="write the tables into the docs")
    args = parser.parse_args()
    folder = args.keep or Path(tempfile.mkdtemp(prefix="prtool-bench-"))
    folder.mkdir(parents=True, exist_ok=True)
    peers = Peers(ROOT / ".venv-bench")
    try:
        made: dict[str, str] = {}
        if args.only != "quality":
            made["speed"] = tables.speed(
                speed(folder, peers, args.prtool.absolute(), args.rounds, quick=args.quick)
            )
        if args.only != "speed":
            made["quality"] = tables.quality(
                quality(folder, peers), len(secrets()), len(negatives())
            )
        made["versions"] = tables.versions(peers.versions)
        for table in made.values():
            print(table, end="\n\n")
        if args.write:
            tables.write(ROOT / "docs" / "explanation" / "performance.md", made)
    finally:
        if args.keep is None:
            shutil.rmtree(folder)
    return 0


def speed(
    folder: Path, peers: Peers, prtool: Path, rounds: int, *, quick: bool
) -> dict[str, dict[str, Run]]:
    """Return the medians of every scanner by input."""
    results: dict[str, dict[str, Run]] = {}
    for name, size in corpus.SIZES.items():
        if quick and size > 10_000_000:
            continue
        diff = folder / f"{name.replace(' ', '')}.diff"
        if not diff.exists():
            corpus.write_diff(diff, size)
        commands = _on_diff(peers, prtool, diff)
        commands[COLD] = commands[WARM]
        if size < 1_000_000:
            commands["detect-secrets"] = _on_added(peers, diff, folder)
        results[f"{name} diff"] = _measure(commands, folder, rounds)
    # Whoever commits has something to commit, private names and mostly nothing to be told.
    clean, telling = folder / "staged", folder / "staged-secret"
    if not clean.exists():
        staged_fork(clean)
        staged_fork(telling, leak=corpus.planted_file().decode())
    results["a staged change"] = _measure(
        _on_staged(peers, prtool, clean), folder, rounds, proof=_on_staged(peers, prtool, telling)
    )
    if quick:
        return results
    for name, make in HOSTILE.items():
        diff = folder / f"{name.replace(' ', '-').replace(',', '')}.diff"
        if not diff.exists():
            make(diff)
        results[name] = _measure(_on_diff(peers, prtool, diff), folder, 1, hostile=True)
    repository = folder / "history"
    if not repository.exists():
        long_history(repository, files=2_000, commits=3_000, private=30)
        _commit_secret(repository)
    commands = {name: peers.on_history(name, repository) for name in NAMES[:3]}
    commands[WARM] = Command((str(prtool), "-C", str(repository), "check", "--all-history"))
    results["3,000 commits"] = _measure(commands, folder, min(rounds, 3))
    return results


def quality(folder: Path, peers: Peers) -> list[Score]:
    """Return how every scanner did on the labelled set."""
    halves = {"secrets": secrets(), "harmless": negatives()}
    work = folder / "labelled"
    shutil.rmtree(work, ignore_errors=True)
    for name, items in halves.items():
        write(items, work / name)
        (work / f"{name}.diff").write_bytes(diff_of(work / name))
    own = [
        prtool_hits(work / "secrets.diff", family="secret/"),
        prtool_hits(work / "harmless.diff"),
    ]
    scores = [judge(WARM, secrets(), negatives(), own)]
    for name in NAMES:
        hits = [peer_hits(peers, name, work / half, work) for half in halves]
        scores.append(judge(name, secrets(), negatives(), hits))
    return scores


def _on_diff(peers: Peers, prtool: Path, diff: Path) -> dict[str, Command]:
    diff = diff.resolve()
    commands = {WARM: Command((str(prtool), "check", "--diff", str(diff)))}
    return commands | {name: peers.on_diff(name, diff) for name in NAMES[:3]}


def _on_staged(peers: Peers, prtool: Path, repository: Path) -> dict[str, Command]:
    own = Command((str(prtool), "-C", str(repository), "check", "--staged"))
    return {WARM: own} | {name: peers.on_staged(name, repository) for name in NAMES[:3]}


def _on_added(peers: Peers, diff: Path, folder: Path) -> Command:
    """Return how detect-secrets, which reads no diffs, looks at the added lines as a file."""
    home = folder / "added"
    home.mkdir(exist_ok=True)
    lines = (line[1:] for line in diff.read_bytes().split(b"\n") if line[:1] == b"+")
    (home / "added.py").write_bytes(b"\n".join(lines))
    return peers.on_files("detect-secrets", home.resolve(), home)


def _commit_secret(repository: Path) -> None:
    (repository / "deploy.env").write_bytes(corpus.planted_file())
    who = ("-c", "user.name=Nobody", "-c", "user.email=nobody@example.com")
    for arguments in (("add", "-f", "deploy.env"), (*who, "commit", "-q", "-m", "deploy")):
        subprocess.run(["git", "-C", str(repository), *arguments], check=True)


def _prove(name: str, command: Command, away: Path, environment: dict[str, str]) -> None:
    """Let a scanner show that it looks: a status says the same after a crash and after a find.

    Raises:
        SystemExit: it wrote no report, or does not find what is planted.
    """
    report = (away / f"{name}.jsonl").resolve()
    report.unlink(missing_ok=True)
    done = run(Peers.reporting(name, command, report), away, environment)
    try:
        count = count_reported(name, report.read_bytes())
    except (OSError, ValueError) as error:
        raise SystemExit(f"{name} ended with status {done.status} and no report") from error
    if not count:
        raise SystemExit(f"{name} did not find what is planted")


def _measure(
    commands: dict[str, Command],
    folder: Path,
    rounds: int,
    *,
    hostile: bool = False,
    proof: Mapping[str, Command] | None = None,
) -> dict[str, Run]:
    """Return medians; on a hostile input a scanner that fails has a row that says so.

    Args:
        commands: what is measured, by the name of the scanner.
        folder: for whatever they need.
        rounds: how often.
        hostile: whether one may fail.
        proof: the same on something in which there is something to be found; where none is given,
            there is in the input itself.
    """
    away = folder / "away"
    away.mkdir(exist_ok=True)
    cache = (folder / "cache").resolve()
    environment = {
        **{key: value for key, value in os.environ.items() if "VALIDATE" not in key},
        "XDG_CACHE_HOME": str(cache), "KF_RULE_CACHE_DIR": str(cache / "kingfisher"),
    }  # fmt: skip

    def empty() -> None:
        shutil.rmtree(cache / "prtool", ignore_errors=True)

    failed: dict[str, Run] = {}
    for name in [each for each in commands if each not in {COLD, "detect-secrets"}]:
        try:
            _prove(name, (proof or commands)[name], away, environment)  # fills caches, too
        except SystemExit as error:
            if not hostile:
                raise
            print(error, file=sys.stderr)
            failed[name] = FAILED
            del commands[name]
    order = dict(sorted(commands.items(), key=lambda pair: pair[0] == COLD))
    results = failed | alternate(order, away, rounds, environment=environment, before={COLD: empty})
    for name, each in results.items():
        state = f"{each.wall:.3f} s" if tables.is_done(each) else "did not finish"
        print(f"{name}: {state}", file=sys.stderr)  # what a long run has so far
    return results


if __name__ == "__main__":
    sys.exit(main())
