"""What stands in for ``dataclasses`` does what the original does."""

from __future__ import annotations

import copy
import dataclasses
import pickle
from collections.abc import Callable
from typing import Any

import pytest

from prtool.model import record


@record.dataclass(frozen=True, slots=True)
class Point:
    """A value with everything that is used of it."""

    x: int
    y: int = 2
    label: list[str] = record.field(default_factory=list, compare=False)


@record.dataclass(frozen=True, slots=True, order=True)
class Version:
    """Ordered."""

    major: int
    minor: int


@dataclasses.dataclass(frozen=True, slots=True)
class Original:
    """The same with the original."""

    x: int
    y: int = 2
    label: list[str] = dataclasses.field(default_factory=list, compare=False)


@record.dataclass(slots=True, kw_only=True)
class Loose:
    """Not frozen, made by name alone."""

    a: int
    b: int = record.field(init=False)

    def __post_init__(self) -> None:
        self.b = self.a + 1


@pytest.mark.parametrize(
    "make",
    [
        lambda cls: cls(1),
        lambda cls: cls(1, 3),
        lambda cls: cls(x=1, y=3),
        lambda cls: cls(1, y=3, label=["a"]),
    ],
)
def test_values_are_made_and_shown_as_by_the_original(make: Callable[[Any], Any]) -> None:
    ours, original = make(Point), make(Original)

    assert repr(original) == repr(ours).replace("Point", "Original")
    assert (original.x, original.y, original.label) == (ours.x, ours.y, ours.label)
    assert ours == make(Point)
    assert hash(original) == hash(ours)
    assert ours != original


@pytest.mark.parametrize(
    "make",
    [
        lambda cls: cls(),
        lambda cls: cls(1, 2, [], 4),
        lambda cls: cls(1, z=3),
        lambda cls: cls(1, x=1),
    ],
)
def test_wrong_arguments_are_errors_as_with_the_original(make: Callable[[Any], Any]) -> None:
    for cls in (Point, Original):
        with pytest.raises(TypeError):
            make(cls)


def test_a_frozen_value_can_not_be_changed() -> None:
    point = Point(1)
    with pytest.raises(AttributeError):
        point.x = 2  # type: ignore[misc]
    with pytest.raises(AttributeError):
        del point.x
    with pytest.raises(AttributeError):
        point.other = 2  # type: ignore[attr-defined]


def test_defaults_are_not_shared() -> None:
    Point(1).label.append("a")

    assert Point(1).label == []


def test_a_copy_may_differ_in_some_fields() -> None:
    point = Point(1, 3, ["a"])

    assert Point(1, 4) == record.replace(point, y=4)
    assert record.replace(point, y=4).label == ["a"]
    assert point == copy.deepcopy(point) == pickle.loads(pickle.dumps(point))


def test_order_and_equality_are_those_of_the_compared_fields() -> None:
    assert Point(1, 2, ["a"]) == Point(1, 2, ["b"])
    assert sorted([Version(2, 0), Version(1, 9)]) == [Version(1, 9), Version(2, 0)]
    assert Version(1, 0) <= Version(1, 0) < Version(1, 1)


def test_a_loose_value_is_made_by_name_and_has_no_hash() -> None:
    loose = Loose(a=1)
    loose.a = 5

    assert (loose.a, loose.b) == (5, 2)
    with pytest.raises(TypeError):
        Loose(1)  # type: ignore[call-arg]
    with pytest.raises(TypeError):
        hash(loose)


def test_values_match_patterns() -> None:
    match Point(1, 2):
        case Point(x, y):
            assert (x, y) == (1, 2)
        case _:
            pytest.fail("no match")
