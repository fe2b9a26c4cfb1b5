"""The floor plan of docs/explanation/design.md, and the doors that only one file may open."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import TypeGuard

import pytest

ROOT = Path(__file__).parents[1]
FLOORS = (
    {"errors", "cache"},
    {"start"},
    {"model"},
    {"sieve", "progress"},
    {"repo", "rules", "lexicon", "evidence"},
    {"sources", "detectors", "reports", "demo", "probe"},
    {"looks", "term_readings"},
    {"scan", "policy", "rewrite", "describe", "review", "baseline"},
    {"verify", "bundle"},
    {"pipeline"},
    {"cli"},
    {"__main__"},
)
FLOOR = {room: number for number, rooms in enumerate(FLOORS) for room in rooms}
FORBIDDEN = {
    ("detectors", "repo"),
    ("detectors", "rules"),
    ("scan", "repo"),
    ("policy", "repo"),
    ("reports", "lexicon"),
}
LARGEST = 400
"""Lines."""

MODULES = sorted((ROOT / "prtool").rglob("*.py"))


def _imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            yield node.module or ""
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def _room(module: str) -> str | None:
    parts = module.split(".")
    return parts[1] if parts[0] == "prtool" and len(parts) > 1 and parts[1] in FLOOR else None


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_go_down_the_floors(path: Path) -> None:
    own = _room(".".join(path.relative_to(ROOT).with_suffix("").parts))
    if own is None:
        return
    for other in {room for module in _imports(path) if (room := _room(module))} - {own}:
        assert FLOOR[other] < FLOOR[own], f"{own} may not import {other}"
        assert (own, other) not in FORBIDDEN, f"{own} may not import {other}"


def test_every_room_is_on_a_floor() -> None:
    rooms = {path.stem if path.is_file() else path.name for path in (ROOT / "prtool").iterdir()
             if (path.suffix == ".py" or (path / "__init__.py").exists())}  # fmt: skip

    assert set(FLOOR) | {"__init__"} == rooms


@pytest.mark.parametrize("package", ["prtool", "reference_impl"])
def test_the_two_packages_know_nothing_of_each_other(package: str) -> None:
    other = {"prtool": "reference_impl", "reference_impl": "prtool"}[package]
    for path in (ROOT / package).rglob("*.py"):
        assert not any(module.split(".")[0] == other for module in _imports(path)), path


@pytest.mark.parametrize(
    ("module", "door"),
    [
        ("subprocess", {"prtool/repo/run.py"}),
        ("git", {"prtool/repo/open.py"}),
        ("http", {"prtool/probe/wire.py"}),
        ("ssl", {"prtool/probe/wire.py"}),
    ],
)
def test_doors_are_opened_in_one_place(module: str, door: set[str]) -> None:
    opened = {
        str(path.relative_to(ROOT))
        for path in MODULES
        if any(name.split(".")[0] == module for name in _imports(path))
    }

    assert door == opened


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_what_is_imported_for_type_checkers_is_not_used_at_run_time(path: Path) -> None:
    """A type checker takes such a name for imported, and no linter looks."""
    tree = ast.parse(path.read_text("utf-8"))
    guarded = [
        node for node in tree.body
        if _is_guard(node)
    ]  # fmt: skip
    if any(node.orelse for node in guarded):
        return  # it has something else in its place
    names = {
        alias.asname or alias.name
        for node in guarded
        for each in ast.walk(node)
        if isinstance(each, ast.Import | ast.ImportFrom)
        for alias in each.names
    }

    assert not {name for name, _ in _used(tree, frozenset())} & names


def _is_guard(node: ast.AST) -> TypeGuard[ast.If]:
    return isinstance(node, ast.If) and getattr(node.test, "id", "") == "TYPE_CHECKING"


def _used(node: ast.AST, known: frozenset[str]) -> Iterator[tuple[str, int]]:
    """Yield each name that is read when the code runs, unless a function has imported it."""
    if _is_guard(node):
        return
    inside = [*ast.iter_child_nodes(node)]
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        inside = [*node.decorator_list, *node.args.defaults, *node.body]
        inside += [each for each in node.args.kw_defaults if each is not None]
        known |= {
            alias.asname or alias.name
            for each in ast.walk(node)
            if isinstance(each, ast.Import | ast.ImportFrom)
            for alias in each.names
        }
    elif isinstance(node, ast.AnnAssign):
        inside = [node.value] if node.value is not None else []
    elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and node.id not in known:
        yield node.id, node.lineno
    for each in inside:
        yield from _used(each, known)


def test_only_the_command_line_ends_the_process() -> None:
    """Or whoever has made that process."""
    for path in MODULES:
        tree = ast.parse(path.read_text("utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and node.attr in ("exit", "_exit"):
                known = {"main.py", "entry.py", "crew.py"}
                assert path.name in known, f"{path} ends the process"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_files_are_small(path: Path) -> None:
    assert len(path.read_text("utf-8").split("\n")) <= LARGEST


def test_start_up_is_lean() -> None:
    """The command line itself loads none of the heavy packages."""
    heavy = {"git", "jinja2", "detect_secrets", "unidiff", "yaml", "hypothesis"}
    for name in ("cli/main.py", "cli/options.py", "cli/terminal.py", "errors.py"):
        top = ast.parse((ROOT / "prtool" / name).read_text("utf-8")).body
        names = {
            alias.name.split(".")[0]
            for node in top
            if isinstance(node, ast.Import)
            for alias in node.names
        }
        assert not heavy & names


def test_processes_are_started_in_two_places() -> None:
    """By ``subprocess``, for which there is a door above, and in the quickest way."""
    started = {
        str(path.relative_to(ROOT))
        for path in MODULES
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Attribute)
        and ast.unparse(node) in ("os.fork", "os.posix_spawn", "os.posix_spawnp")
    }

    assert started == {"prtool/repo/beside.py", "prtool/sources/crew.py"}
