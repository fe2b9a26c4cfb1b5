"""The evidence file: what is written is read, and nothing else is."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from prtool.errors import InputError
from prtool.evidence.file import MOST_BYTES, decode, encode
from prtool.evidence.model import Listed
from prtool.model.record import replace
from tests.support import evidence as sample


def test_what_is_written_is_read() -> None:
    for run in (sample.before(), sample.after()):
        raw = encode(run)

        assert decode(raw, "x") == run
        assert raw == encode(decode(raw, "x"))


def test_the_file_is_ascii_and_ends_with_a_line() -> None:
    raw = encode(sample.run(sample.model("акме-名"), label="é"))

    assert raw.isascii()
    assert raw.endswith(b"}\n")
    assert decode(raw, "x").models[0].model == "акме-名"


def _document() -> Any:
    return json.loads(encode(sample.before()))


Edit = Callable[[Any], None]
WRONG: dict[str, Edit] = {
    "schema: prtool/evidence/1 expected": lambda d: d.update(schema="prtool/evidence/2"),
    "document: a field that is not known": lambda d: d.update(host="secret"),
    "label: missing": lambda d: d.pop("label"),
    "label: a text expected": lambda d: d.update(label=None),
    "label: it has a character that can't be printed": lambda d: d.update(label="a\nb"),
    "label: longer than 256 characters": lambda d: d.update(label="x" * 257),
    "target.place: not one of": lambda d: d["target"].update(place="here"),
    "asked.repeat: a whole number from 1 to": lambda d: d["asked"].update(repeat=0),
    "asked.key: true or false": lambda d: d["asked"].update(key=1),
    "lists: one for each round": lambda d: d.update(lists=[]),
    "lists[0]: an object expected": lambda d: d.update(lists=["x"]),
    "lists[0].status: a whole number": lambda d: d["lists"][0].update(status=200.0),
    "lists[0].latency_ms: a whole number": lambda d: d["lists"][0].update(latency_ms=True),
    "lists[0].size: a whole number": lambda d: d["lists"][0].update(size=-1),
    "models: an array": lambda d: d.update(models={}),
    "models: at least one": lambda d: d.update(models=[]),
    "models: a name stands there twice": lambda d: d["models"].append(d["models"][0]),
    "models[1].model: a text expected": lambda d: d["models"][1].update(model=""),
    "models[1].model: it has": lambda d: d["models"][1].update(model="\udc80"),
    "models[2].listed[0]: not one of": lambda d: d["models"][2].update(listed=["maybe"]),
    "models[0]: one item for each round": lambda d: d["models"][0].update(chat=[]),
    "models[0].chat[0].failure.code: not one of": lambda d: d["models"][0]["chat"][0][
        "failure"
    ].update(code="some words of an answer"),
    "models[0].chat[0].failure.type: not one of": lambda d: d["models"][0]["chat"][0][
        "failure"
    ].update(type={}),
    "models[0].stream[0].outcome: not one of": lambda d: d["models"][0]["stream"][0].update(
        outcome="fine"
    ),
}


@pytest.mark.parametrize("message", WRONG)
def test_what_is_wrong_is_told_with_its_place(message: str) -> None:
    document = _document()
    WRONG[message](document)

    with pytest.raises(InputError) as error:
        decode(json.dumps(document).encode(), "before.json")

    assert str(error.value).startswith("before.json is not evidence of a probe: ")
    assert message in str(error.value)
    assert "secret" not in str(error.value)
    assert "some words" not in str(error.value)


@pytest.mark.parametrize(
    "raw",
    [b"", b"{", b"null", b"[]", b"\xff\xfe", b"[" * 100_000, b"1" * 10_000, b'{"schema": NaN}',
     b'{"schema": "prtool/evidence/1", "schema": "prtool/evidence/1"}', b" " * (MOST_BYTES + 1)],
    ids=range(10),
)  # fmt: skip
def test_what_is_no_evidence_is_refused(raw: bytes) -> None:
    with pytest.raises(InputError, match="not evidence of a probe"):
        decode(raw, "x")


def test_a_field_that_stands_there_twice_is_refused() -> None:
    raw = encode(sample.run()).replace(b'"key": false', b'"key": true, "key": false')

    with pytest.raises(InputError, match="twice"):
        decode(raw, "x")


def test_several_rounds_are_read() -> None:
    one = sample.model()
    twice = replace(one, listed=one.listed * 2, chat=one.chat * 2, stream=one.stream * 2)
    run = replace(sample.run(twice, repeat=2), lists=(sample.LIST,) * 2)

    assert decode(encode(run), "x").models[0].listed == (Listed.YES, Listed.YES)
