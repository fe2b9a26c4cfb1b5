"""What a diff touches: functions by language, tests that are new."""

from __future__ import annotations

import pytest

from prtool.describe.changed import ChangedFile, changed_files
from prtool.describe.failures import failed_tests
from prtool.describe.functions import is_test_file


def changed(path: str, *hunks: str, status: str = "M") -> ChangedFile:
    head = f":100644 100644 {'1' * 40} {'2' * 40} {status}\0{path}\0"
    patch = f"diff --git a/{path} b/{path}\n--- a/{path}\n+++ b/{path}\n" + "".join(hunks)
    (file,) = changed_files(head.encode(), patch)
    return file


def hunk(heading: str, *rows: str) -> str:
    return f"@@ -1,{len(rows)} +1,{len(rows)} @@ {heading}\n" + "".join(f"{r}\n" for r in rows)


@pytest.mark.parametrize(
    ("path", "heading", "rows", "names"),
    [
        ("a.go", "func (r *Router) Route(name string) error {", ("-\treturn nil", "+\treturn e"),
         ("Router.Route",)),
        ("a.go", "func a() {", (" }", " ", "+// B is new.", "+func B() {", "+\tc()", "+}"), ("B",)),
        ("a.go", "func a() {", (" }", " ", "+var x = 1"), ()),
        ("a.py", "class Router:", ("     def route(self):", "-        pass", "+        go()"),
         ("Router.route",)),
        ("a.py", "def route(self):", ("+        go()", "     def stop(self):", "+        no()"),
         ("route", "stop")),
        ("a.py", "def a():", ("     x", " ", "+LIMIT = 3"), ()),
        ("a.ts", "export class Router {", ("   async route(name: string): Promise<void> {",
         "+    go();"), ("Router.route",)),
        ("a.js", "", (" const route = async (name) => {", "+  go();", " };"), ("route",)),
        ("a.rs", "impl Router {", ("     pub fn route(&self) {", "+        go();"),
         ("Router.route",)),
        ("A.java", "class Router {", ("     public void route(String name) {", "+        go();"),
         ("Router.route",)),
        ("a.c", "static int route(const char *name)", ("+    go();",), ("route",)),
        ("a.rb", "class Router", ("   def route(name)", "+    go"), ("Router.route",)),
        ("notes.txt", "func a() {", ("+x",), ()),
    ],
)  # fmt: skip
def test_functions_touched(
    path: str, heading: str, rows: tuple[str, ...], names: tuple[str, ...]
) -> None:
    assert changed(path, hunk(heading, *rows)).functions == names


@pytest.mark.parametrize(
    ("path", "rows", "tests"),
    [
        ("a_test.go", ("+func TestA(t *testing.T) {", "+func Testing() {", " func TestB(t *T) {"),
         ("TestA",)),
        ("test_a.py", ("+    def test_a(self):", "+def helper():"), ("test_a",)),
        ("a.test.ts", ("+  it('finds `a` name', () => {", '+test("b", f)'),
         ("finds `a` name", "b")),
        ("a.rs", ("+    #[test]", "+    fn finds() {", "+    fn helper() {"), ("finds",)),
        ("A.java", ("+    @Test", "+    public void finds() {"), ("finds",)),
        ("a_spec.rb", ("+  it 'finds it' do",), ("finds it",)),
        ("a_test.go", ("-func TestA(t *testing.T) {", "+func TestA(t *T) {"), ()),
    ],
)  # fmt: skip
def test_tests_that_are_new(path: str, rows: tuple[str, ...], tests: tuple[str, ...]) -> None:
    assert changed(path, hunk("", *rows)).new_tests == tests


def test_renames_deletions_and_odd_names_are_told() -> None:
    zero = "0" * 40
    raw = (
        f":100644 100644 {zero} {zero} R090\0old name.go\0new\tname.go\0"
        f":100644 000000 {zero} {zero} D\0gone.go\0"
    )
    one, other = changed_files(
        raw.encode(), "diff --git a/x b/x\n@@ -1 +1 @@\n-diff --git \n+a\ndiff --git a/y b/y\n"
    )

    assert (one.status, one.old_path, one.path) == ("R", "old name.go", "new\tname.go")
    assert (other.status, other.path, other.old_path) == ("D", "gone.go", "")


@pytest.mark.parametrize(
    ("path", "answer"),
    [("tests/a.py", True), ("pkg/testdata/x.json", True), ("a_test.go", True),
     ("contest.py", False),
     ("src/a.spec.ts", True), ("latest/a.py", False), ("test_a.py", True)],
)  # fmt: skip
def test_test_files_are_told(path: str, answer: bool) -> None:
    assert is_test_file(path) is answer


def test_failed_tests_are_those_that_a_runner_names() -> None:
    output = (
        "--- FAIL: TestA (0.00s)\n    --- FAIL: TestC/sub (0.00s)\n--- PASS: TestB (0.01s)\n"
        "FAILED tests/test_x.py::test_one[a] - assert test_two\ntest mod::finds ... FAILED\n"
        "  ✕ finds `a` name (3 ms)\nTestAll ran\n"
    )
    names = ["TestA", "TestB", "TestC", "TestAll", "test_one", "test_two", "finds",
             "finds `a` name"]  # fmt: skip

    assert failed_tests(output, names) == (
        "TestA", "TestC", "test_one", "finds", "finds `a` name"
    )  # fmt: skip
