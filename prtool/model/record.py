"""Values as the standard library makes them (records, names, tuples, counts), in less time.

``dataclasses`` imports ``inspect`` and compiles several methods for each class, which takes longer
than a whole check of a small change. To make a class is dear as well: here one is made for each
that is written, its methods are shared, nothing is compiled, and what is known of a record's
fields is worked out when the first value is made. Type checkers see the originals.

Slots are left to the originals: with them each class would have to be made twice.

Source of the semantics: https://docs.python.org/3/library/dataclasses.html and enum.html
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections import Counter as Counter
    from dataclasses import dataclass as dataclass
    from dataclasses import field as field
    from dataclasses import fields as fields
    from dataclasses import replace as replace
    from enum import IntEnum as IntEnum
    from enum import StrEnum as StrEnum
    from functools import cached_property as cached_property
    from typing import NamedTuple as NamedTuple
    from typing import Protocol as Protocol
else:
    try:
        from _collections import _count_elements, _tuplegetter
    except ImportError:  # not every Python has them in C
        from collections import _count_elements, _tuplegetter

    Protocol = object
    """Nobody asks at run time whether something fits a protocol."""

    class Counter(dict):
        """How often there is what; see ``collections.Counter``."""

        def __init__(self, counted=(), /) -> None:
            self.update(counted)

        def __missing__(self, key):
            return 0

        def update(self, counted=(), /):
            """Add single things, or the counts of another one."""
            if isinstance(counted, dict):
                for key, number in counted.items():
                    self[key] += number
            else:
                _count_elements(self, counted)

    class cached_property:
        """A property whose value is kept where attributes are; see ``functools``."""

        def __init__(self, work_out) -> None:
            self._work_out = work_out
            self.__doc__ = work_out.__doc__

        def __set_name__(self, owner, name) -> None:
            self._name = name

        def __get__(self, instance, owner=None):
            if instance is None:
                return self
            value = instance.__dict__[self._name] = self._work_out(instance)
            return value

    class _EnumMaker(type):
        """The class of classes whose values are all named in them."""

        def __new__(mcs, name, bases, namespace):
            cls = type.__new__(mcs, name, bases, namespace)
            plain = cls.__mro__[-2]
            cls.__members__ = members = {}
            cls._by_value = by_value = {}
            for key, value in namespace.items():
                if type(value) is plain and not key.startswith("_"):
                    member = plain.__new__(cls, value)
                    member.name, member.value = key, value
                    members[key] = by_value[value] = member
                    setattr(cls, key, member)
            return cls

        def __call__(cls, value):
            try:
                return cls._by_value[value]
            except (KeyError, TypeError):
                raise ValueError(f"{value!r} is not a valid {cls.__qualname__}") from None

        def __getitem__(cls, name):
            return cls.__members__[name]

        def __iter__(cls):
            return iter(cls.__members__.values())

        def __len__(cls):
            return len(cls.__members__)

        def __bool__(cls):
            return True

        def __contains__(cls, value):
            return value in cls._by_value

    def _member(self):
        return f"<{type(self).__name__}.{self.name}: {self.value!r}>"

    def _by_its_value(self, _protocol):
        return type(self), (self.value,)

    class StrEnum(str, metaclass=_EnumMaker):
        """Base of named texts; see ``enum.StrEnum``."""

        __repr__ = _member
        __reduce_ex__ = _by_its_value

    class IntEnum(int, metaclass=_EnumMaker):
        """Base of named numbers; see ``enum.IntEnum``."""

        __repr__ = _member
        __reduce_ex__ = _by_its_value

    class _NamedTupleMaker(type):
        def __new__(mcs, name, bases, namespace):
            if not bases:
                return type.__new__(mcs, name, bases, namespace)
            names = tuple(namespace.get("__annotations__", ()))
            defaults = tuple(namespace.pop(each) for each in names if each in namespace)
            made = dict(_SHARED)
            for number, each in enumerate(names):
                made[each] = _tuplegetter(number, None)
            made["_fields"] = made["__match_args__"] = names
            made["_field_defaults"] = dict(zip(names[len(names) - len(defaults) :], defaults))  # noqa: B905
            made["__new__"] = _new(names, defaults)
            return type(name, (tuple,), made | namespace)

    class NamedTuple(metaclass=_NamedTupleMaker):
        """Base of tuples whose items have names; see ``typing.NamedTuple``."""

    _tuple = tuple.__new__
    _NEW = (
        lambda cls: _tuple(cls),
        lambda cls, a: _tuple(cls, (a,)),
        lambda cls, a, b: _tuple(cls, (a, b)),
        lambda cls, a, b, c: _tuple(cls, (a, b, c)),
        lambda cls, a, b, c, d: _tuple(cls, (a, b, c, d)),
        lambda cls, a, b, c, d, e: _tuple(cls, (a, b, c, d, e)),
        lambda cls, a, b, c, d, e, f: _tuple(cls, (a, b, c, d, e, f)),
        lambda cls, a, b, c, d, e, f, g: _tuple(cls, (a, b, c, d, e, f, g)),
        lambda cls, a, b, c, d, e, f, g, h: _tuple(cls, (a, b, c, d, e, f, g, h)),
    )
    """What makes a tuple, by the number of its items."""

    def _new(names, defaults):
        """Return ``__new__`` for these names: a ready one whose parameters are called so."""
        code = _NEW[len(names)].__code__.replace(co_varnames=("_cls", *names), co_name="__new__")
        return type(_new)(code, globals(), "__new__", defaults or None)

    def _make(cls, values):
        made = _tuple(cls, values)
        if len(made) != len(cls._fields):
            raise TypeError(f"Expected {len(cls._fields)} arguments, got {len(made)}")
        return made

    def _replaced(self, /, **changes):
        made = self._make(map(changes.pop, self._fields, self))
        if changes:
            raise ValueError(f"Got unexpected field names: {list(changes)!r}")
        return made

    def _as_dict(self):
        return dict(zip(self._fields, self, strict=True))

    def _shown(self):
        items = zip(self._fields, self, strict=True)
        return f"{type(self).__name__}({', '.join(f'{name}={value!r}' for name, value in items)})"

    _SHARED = {
        "__slots__": (), "__repr__": _shown, "__getnewargs__": lambda self: tuple(self),
        "_asdict": _as_dict, "_make": classmethod(_make), "_replace": _replaced,
    }  # fmt: skip
    """What all tuples with names have."""

    _MISSING = object()

    class FrozenInstanceError(AttributeError):
        """A frozen value was to be changed."""

    class Field:
        """One field: its name and how it gets its value."""

        __slots__ = ("compare", "default", "default_factory", "init", "kw_only", "name")

        def __init__(self, default, default_factory, init, compare) -> None:
            self.name = ""
            self.default = default
            self.default_factory = default_factory
            self.init = init
            self.compare = compare
            self.kw_only = False

    def field(*, default=_MISSING, default_factory=_MISSING, init=True, compare=True):
        """Describe a field beyond its type and default."""
        return Field(default, default_factory, init, compare)

    def fields(value):
        """Return the fields of a value or its class."""
        return _record(value if isinstance(value, type) else type(value))

    def replace(value, /, **changes):
        """Return a copy of a value with some fields changed."""
        for each in fields(value):
            if each.init and each.name not in changes:
                changes[each.name] = getattr(value, each.name)
        return type(value)(**changes)

    def dataclass(cls=None, /, *, frozen=False, slots=False, kw_only=False, order=False):
        """Make a class of values out of its annotations."""
        del slots

        def made(cls):
            methods = _FROZEN if frozen else _LOOSE
            own = cls.__dict__
            for name, method in (methods | _ORDER if order else methods).items():
                # A class with ``__eq__`` gets a ``__hash__`` that is None.
                if name not in own or (name == "__hash__" and own[name] is None):
                    setattr(cls, name, method)
            cls.__unread__ = kw_only
            return cls

        return made if cls is None else made(cls)

    def _record(cls):
        """Return the fields of a class, which are read when they are asked for first."""
        for each in reversed(cls.__mro__):
            if "__unread__" in each.__dict__:
                _read(each, kw_only=each.__unread__)
                del each.__unread__
        return cls.__record__

    def _read(cls, *, kw_only):
        own = []
        for name, kind in cls.__annotations__.items():
            if kind.startswith(("ClassVar", "typing.ClassVar")):
                continue
            default = cls.__dict__.get(name, _MISSING)
            each = default if isinstance(default, Field) else field(default=default)
            each.name, each.kw_only = name, kw_only
            own.append(each)
            if each is default:
                delattr(cls, name)
                if each.default is not _MISSING:
                    setattr(cls, name, each.default)
        names = {each.name for each in own}
        known = [
            each
            for base in reversed(cls.__mro__[1:])
            for each in base.__dict__.get("__record__", ())
            if each.name not in names
        ]
        cls.__record__ = every = (*known, *own)
        cls.__compared__ = tuple(each.name for each in every if each.compare)
        cls.__match_args__ = tuple(each.name for each in every if each.init and not each.kw_only)
        if cls.__dict__["__init__"] is _first:
            cls.__init__ = _init(every)

    def _first(self, *args, **given):
        """Read the fields, then set them."""
        _record(type(self))
        self.__init__(*args, **given)

    def _init(every):
        put = object.__setattr__
        taken = [each for each in every if each.init]
        names = frozenset([each.name for each in taken])
        positional = [each.name for each in taken if not each.kw_only]
        plain = {each.name: each.default for each in every if each.default is not _MISSING}
        made = [
            (each.name, each.default_factory)
            for each in every
            if each.default_factory is not _MISSING
        ]
        required = names.difference(plain, dict(made))

        def __init__(self, *args, **given):
            if args:
                if len(args) > len(positional):
                    raise TypeError(f"{type(self).__name__} takes {len(positional)} values")
                for name, value in zip(positional, args, strict=False):
                    if name in given:
                        raise TypeError(f"{type(self).__name__} got {name!r} twice")
                    given[name] = value
            if not names.issuperset(given):
                unknown = sorted(given.keys() - names)[0]
                raise TypeError(f"{type(self).__name__} has no {unknown!r}")
            if not required.issubset(given):
                raise TypeError(f"{type(self).__name__} lacks {min(required.difference(given))!r}")
            values = plain | given
            for name, factory in made:
                if name not in values:
                    values[name] = factory()
            put(self, "__dict__", values)
            if hasattr(self, "__post_init__"):
                self.__post_init__()

        return __init__

    def _compared(value):
        return tuple(getattr(value, name) for name in value.__compared__)

    def _repr(self):
        shown = ", ".join(f"{each.name}={getattr(self, each.name)!r}" for each in self.__record__)
        return f"{type(self).__qualname__}({shown})"

    def _equal(self, other):
        if other.__class__ is not self.__class__:
            return NotImplemented
        return _compared(self) == _compared(other)

    def _hash(self):
        return hash(_compared(self))

    def _in_order(tell):
        def method(self, other):
            if other.__class__ is not self.__class__:
                return NotImplemented
            return tell(_compared(self), _compared(other))

        return method

    def _refuse(self, name, *_value):
        raise FrozenInstanceError(f"{type(self).__name__} is frozen: {name!r} can't be changed")

    def _state(self):
        return tuple(getattr(self, each.name) for each in self.__record__)

    def _restore(self, state):
        for each, value in zip(_record(type(self)), state, strict=True):
            object.__setattr__(self, each.name, value)

    _LOOSE = {"__init__": _first, "__repr__": _repr, "__eq__": _equal, "__hash__": None}
    _FROZEN = {
        "__init__": _first, "__repr__": _repr, "__eq__": _equal, "__hash__": _hash,
        "__setattr__": _refuse, "__delattr__": _refuse,
        "__getstate__": _state, "__setstate__": _restore,
    }  # fmt: skip
    _ORDER = {
        "__lt__": _in_order(lambda one, other: one < other),
        "__le__": _in_order(lambda one, other: one <= other),
        "__gt__": _in_order(lambda one, other: one > other),
        "__ge__": _in_order(lambda one, other: one >= other),
    }
    """The methods of records: of those that may be changed, of others, of those with an order."""
