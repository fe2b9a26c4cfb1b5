"""Files that can't be harvested are refused as a whole; odd ones are read without harm."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from prtool.errors import InputError
from prtool.lexicon import store
from prtool.lexicon.harvest import HARVESTERS, MAX_BYTES, choose, harvest_file

SECRET = "northrouter" + "-f3a9" * 3

WRONG = [
    ("a.yaml", "a: 1\nb: [1\nc: 2\n", 3),
    ("a.yaml", "token: x: y\n", 1),
    ("a.yml", "a: *nobody\n", 1),
    ("a.json", '{"a": 1,\n "b": }', 2),
    ("a.json", "", 1),
    ("a.json", "{'a': 1}", 1),
    ("a.toml", "a = 1\nb = \n", 2),
    ("a.toml", "a = 1\na = 2\n", 2),
    ("a.toml", 'a = """\n', 2),
    ("a.ini", "[a]\nb = 1\nthis is no setting\n", 3),
    ("a.ini", "[a\n", 1),
    ("a.env", "A=1\nB='open\nC=2\n", 2),
    ("a.service", "[Service]\n\nUser\n", 3),
    ("a.md", "fine\nbut \x00\n", 2),
]


@pytest.mark.parametrize(("name", "text", "line"), WRONG)
def test_a_broken_file_is_refused_with_file_and_line(
    tmp_path: Path, name: str, text: str, line: int
) -> None:
    path = tmp_path / name
    path.write_text(f"{text}# {SECRET}" if text.endswith("\n") else text)
    with pytest.raises(InputError) as caught:
        harvest_file(path)
    assert str(caught.value).startswith(f"{path}:{line}: ")
    assert SECRET not in str(caught.value)
    assert caught.value.hint


@pytest.mark.parametrize("name", ["a.yaml", "a.json", "a.toml"])
def test_bottomless_nesting_is_refused(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_text({"a.toml": "a = "}.get(name, "") + "[" * 50_000 + "]" * 50_000)
    with pytest.raises(InputError, match=r"nested|not valid"):
        harvest_file(path)


def test_deep_but_valid_json_is_refused_too(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text("[\n" * 120 + "]" * 120)
    with pytest.raises(InputError, match=r":101: nested deeper than 100"):
        harvest_file(path)


def test_bytes_that_are_not_text_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.env"
    path.write_bytes(b"A=1\nB=M\xfcller\n")
    with pytest.raises(InputError, match=r":2: not UTF-8") as caught:
        harvest_file(path)
    assert caught.value.hint == "save it as UTF-8"


def test_missing_unreadable_and_oversize_files_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="can't be read: No such file"):
        harvest_file(tmp_path / "missing.yaml")
    with pytest.raises(InputError, match="can't be read: Is a directory"):
        harvest_file(tmp_path)
    path = tmp_path / "big.txt"
    with path.open("wb") as file:
        file.truncate(MAX_BYTES + 1)
    with pytest.raises(InputError, match="larger than 20,971,520 bytes") as caught:
        harvest_file(path)
    assert caught.value.hint


def test_a_bomb_of_aliases_costs_no_more_than_its_length(tmp_path: Path) -> None:
    lines = ["a0: &a0 [{user: robin}]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 60)]
    path = tmp_path / "bomb.yaml"
    path.write_text("\n".join(lines))
    assert [one.term.value for one in harvest_file(path)] == ["robin"]


def test_an_anchor_that_holds_itself_ends(tmp_path: Path) -> None:
    path = tmp_path / "loop.yaml"
    path.write_text("a: &a\n  user: robin\n  again: *a\n")
    assert [one.term.value for one in harvest_file(path)] == ["robin"]


def test_a_file_name_that_is_not_text_does_not_spoil_the_lexicon(tmp_path: Path) -> None:
    path = tmp_path / "qx\udcff\n.env"
    path.write_text("USERNAME=robin\n")
    taken = choose(harvest_file(path), lambda _: frozenset()).taken
    store.add(tmp_path / "lexicon.yaml", [one.term for one in taken])
    terms = store.load(tmp_path / "lexicon.yaml").terms
    assert [(term.value, term.note) for term in terms] == [
        ("robin", r"harvested from qx\udcff\n.env")
    ]


def test_the_table_of_harvesters_has_each_name_once_and_notes_last() -> None:
    names = [harvester.name for harvester in HARVESTERS]
    assert len(set(names)) == len(names)
    assert names[-1] == "notes"


pieces = st.sampled_from(
    [
        *("[a]\n", "a: ", "b = ", "- ", "{", "}", '"', "'", "\n", "  ", "[", "]", ",", "://", "@"),
        *(
            "token",
            "host",
            "Environment=",
            "```yaml\n",
            "```\n",
            "\\",
            "#",
            "gpt-5.5",
            "QX",
            "(high)",
        ),
        *(
            "/home/",
            "robin",
            ":8317",
            ".".join(("10", "1", "2", "3")),
            "fd00:" + ":1",
            "&x ",
            "*x",
            "é",
            "任",
            "\u2028",
            "=",
            "%",
        ),
    ]
)


@settings(
    max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    name=st.sampled_from(
        ["a.yaml", "a.json", "a.toml", "a.ini", ".env", "a.sh", "a.service", "a.md", "a"]
    ),
    text=st.lists(pieces, max_size=25).map("".join) | st.text(max_size=60),
)
@example(name="a", text="http://[::1")
@example(name="a.md", text="https://[v1.x]/ and https://a:b")
@example(name="a.yaml", text="host: 'http://['")
@example(name="a.yaml", text="? [a, b]\n: c")
def test_no_text_breaks_a_harvester(tmp_path: Path, name: str, text: str) -> None:
    path = tmp_path / name
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
    with suppress(InputError):
        candidates = harvest_file(path)
        assert all(1 <= one.line <= text.count("\n") + 1 for one in candidates)
        choose(candidates, lambda _: frozenset())


def test_a_second_harvest_adds_only_what_is_new_and_keeps_hand_edits(tmp_path: Path) -> None:
    config, lexicon = tmp_path / "a.yaml", tmp_path / "lexicon.yaml"
    by_hand = "version: 1\nterms:\n- value: Robin   # me\n  kind: person\n# the end\n"
    lexicon.write_text(by_hand)
    config.write_text(f"user: robin\nhost: falcon7\ntoken: {SECRET}\n")

    def merge() -> store.Added:
        taken = choose(harvest_file(config), lambda _: frozenset()).taken
        return store.add(lexicon, [one.term for one in taken])

    done = merge()
    assert [term.value for term in done.added] == ["falcon7", SECRET]
    assert [term.value for term in done.already] == ["robin"]
    before, after = by_hand.split("# the end")
    assert lexicon.read_text() == (
        f"{before}"
        "- value: falcon7\n  kind: host\n"
        '  note: "harvested from a.yaml"\n'
        f"- value: {SECRET}\n  kind: secret\n  match: substring\n"
        '  note: "harvested from a.yaml"\n'
        f"# the end{after}"
    )
    assert merge().added == ()
