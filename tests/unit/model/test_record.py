"""What stands in for ``dataclasses``, ``enum`` and ``typing`` does what the originals do."""

from __future__ import annotations

import copy
import dataclasses
import enum
import json
import pickle
import typing
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


class Colour(record.StrEnum):
    """Texts with names."""

    RED = "red"
    DARK_RED = "dark-red"
    """Not the same."""

    @property
    def short(self) -> str:
        """Return its beginning."""
        return self.value[0]


class OriginalColour(enum.StrEnum):
    """The same with the original."""

    RED = "red"
    DARK_RED = "dark-red"


class Size(record.IntEnum):
    """Numbers with names."""

    SMALL = 1
    LARGE = 2

    def __str__(self) -> str:
        return self.name.lower()


class OriginalSize(enum.IntEnum):
    """The same with the original."""

    SMALL = 1
    LARGE = 2

    def __str__(self) -> str:
        return self.name.lower()


@pytest.mark.parametrize(
    "tell",
    [
        lambda cls: [(each.name, each.value, str(each), f"{each}", f"{each:>9}") for each in cls],
        lambda cls: [repr(each).removeprefix("<Original").removeprefix("<") for each in cls],
        lambda cls: [json.dumps({each: each}) for each in cls],
        lambda cls: [hash(each) for each in cls],
        lambda cls: [cls[each.name] is each is cls(each.value) for each in cls],
        lambda cls: [copy.deepcopy(each) is each for each in cls],
        lambda cls: [pickle.loads(pickle.dumps(each)) is each for each in cls],
        lambda cls: (len(cls), bool(cls), sorted(cls) == sorted(each.value for each in cls)),
        lambda cls: list(cls.__members__),
        lambda cls: min(cls) in cls,
    ],
)
def test_names_are_as_those_of_enum(tell: Callable[[Any], Any]) -> None:
    assert tell(OriginalColour) == tell(Colour)
    assert tell(OriginalSize) == tell(Size)


@pytest.mark.parametrize("cls", [Colour, OriginalColour, Size, OriginalSize])
def test_what_has_no_name_is_an_error(cls: Any) -> None:
    values: tuple[Any, ...] = ("blue", 7, [])
    for value in values:
        with pytest.raises(ValueError, match="is not a valid"):
            cls(value)
    with pytest.raises(KeyError):
        cls["BLUE"]


def test_names_have_methods_and_match_patterns() -> None:
    assert Colour.DARK_RED.short == "d"
    match Colour("red"):
        case Colour.DARK_RED:
            pytest.fail("the wrong one")
        case Colour.RED:
            pass


class Pair(record.NamedTuple):
    """A tuple with names."""

    left: int
    right: str = "r"

    def turned(self) -> tuple[str, int]:
        """Return it the other way round."""
        return self.right, self.left


class OriginalPair(typing.NamedTuple):
    """The same with the original."""

    left: int
    right: str = "r"


@pytest.mark.parametrize(
    "tell",
    [
        lambda cls: (cls(1), cls(1, "x"), cls(left=1, right="y"), cls(1, right="z")),
        lambda cls: repr(cls(1)).removeprefix("Original"),
        lambda cls: (cls(1).left, cls(1).right, cls(1)[0], cls(1) == (1, "r"), hash(cls(1))),
        lambda cls: (cls(1)._replace(left=2), cls(1)._asdict(), cls._make((1, "b"))),
        lambda cls: (cls._fields, cls.__match_args__, cls._field_defaults),
        lambda cls: pickle.loads(pickle.dumps(cls(3))) == copy.deepcopy(cls(3)),
    ],
)
def test_tuples_are_as_those_of_typing(tell: Callable[[Any], Any]) -> None:
    assert tell(OriginalPair) == tell(Pair)


@pytest.mark.parametrize(
    "make",
    [
        lambda cls: cls(),
        lambda cls: cls(1, "r", 2),
        lambda cls: cls(1, left=2),
        lambda cls: cls(1, other=2),
        lambda cls: cls._make((1,)),
        lambda cls: cls(1)._replace(other=2),
    ],
)
def test_wrong_items_are_errors_as_with_the_original(make: Callable[[Any], Any]) -> None:
    for cls in (Pair, OriginalPair):
        with pytest.raises((TypeError, ValueError)):
            make(cls)


def test_a_tuple_has_its_methods_and_can_not_be_changed() -> None:
    pair = Pair(1)

    assert pair.turned() == ("r", 1)
    with pytest.raises(AttributeError):
        pair.left = 2  # type: ignore[misc]
    with pytest.raises(AttributeError):
        pair.other = 2  # type: ignore[attr-defined]
