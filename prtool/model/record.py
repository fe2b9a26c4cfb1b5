"""Values as ``dataclasses`` and ``typing`` make them, without their time.

``dataclasses`` imports ``inspect`` and compiles several methods for each class, which takes longer
than a whole check of a small change. Here methods are shared and nothing is compiled. Type
checkers see the original.

Source of the semantics: https://docs.python.org/3/library/dataclasses.html
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from dataclasses import dataclass as dataclass
    from dataclasses import field as field
    from dataclasses import fields as fields
    from dataclasses import replace as replace
    from typing import NamedTuple as NamedTuple
    from typing import Protocol as Protocol
else:
    from collections import namedtuple

    Protocol = object
    """Nobody asks at run time whether something fits a protocol."""

    class _NamedTupleMaker(type):
        def __new__(mcs, name, bases, namespace):
            if not bases:
                return type.__new__(mcs, name, bases, namespace)
            maker = type(name, (), {"__annotations__": namespace.get("__annotations__", {})})
            names = tuple(maker.__annotations__)
            defaults = [namespace.pop(each) for each in names if each in namespace]
            base = namedtuple(name, names, defaults=defaults, module=namespace["__module__"])
            return type(name, (base,), {"__slots__": (), **namespace})

    class NamedTuple(metaclass=_NamedTupleMaker):
        """Base of tuples whose items have names; see ``typing.NamedTuple``."""

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
        return value.__record__

    def replace(value, /, **changes):
        """Return a copy of a value with some fields changed."""
        for each in value.__record__:
            if each.init and each.name not in changes:
                changes[each.name] = getattr(value, each.name)
        return type(value)(**changes)

    def dataclass(cls=None, /, *, frozen=False, slots=False, kw_only=False, order=False):
        """Make a class of values out of its annotations."""

        def made(cls):
            return _made(cls, frozen=frozen, slots=slots, kw_only=kw_only, order=order)

        return made if cls is None else made(cls)

    def _made(cls, *, frozen, slots, kw_only, order):
        own = []
        namespace = dict(cls.__dict__)
        for name, kind in cls.__annotations__.items():
            if str(kind).startswith(("ClassVar", "typing.ClassVar")):
                continue
            default = namespace.pop(name, _MISSING)
            each = default if isinstance(default, Field) else field(default=default)
            each.name, each.kw_only = name, kw_only
            own.append(each)
        names = {each.name for each in own}
        known = [
            each
            for base in reversed(cls.__mro__[1:])
            for each in base.__dict__.get("__record__", ())
            if each.name not in names
        ]
        every = (*known, *own)
        compared = tuple(each.name for each in every if each.compare)
        for given in ("__dict__", "__weakref__"):
            namespace.pop(given, None)
        if slots:
            namespace["__slots__"] = tuple(each.name for each in own)
        else:
            namespace.update(
                (each.name, each.default) for each in own if each.default is not _MISSING
            )
        namespace["__record__"] = every
        namespace["__match_args__"] = tuple(
            each.name for each in every if each.init and not each.kw_only
        )
        methods = {"__init__": _init(every), "__repr__": _repr, "__eq__": _eq(compared)}
        if frozen:
            methods |= {"__setattr__": _refuse, "__delattr__": _refuse, "__hash__": _hash(compared)}
            methods |= {"__getstate__": _state, "__setstate__": _restore}
        if order:
            methods |= _order(compared)
        for name, method in methods.items():
            namespace.setdefault(name, method)
        if not frozen and "__hash__" not in cls.__dict__:
            namespace["__hash__"] = None
        return type(cls)(cls.__name__, cls.__bases__, namespace)

    def _init(every):
        put = object.__setattr__
        taken = tuple(each for each in every if each.init)
        positional = tuple(each.name for each in taken if not each.kw_only)
        by_name = frozenset(each.name for each in taken)
        defaults = tuple(
            (each.name, each.default, each.default_factory)
            for each in every
            if each.init or each.default is not _MISSING or each.default_factory is not _MISSING
        )

        def __init__(self, *args, **given):
            if args:
                if len(args) > len(positional):
                    raise TypeError(f"{type(self).__name__} takes {len(positional)} values")
                for name, value in zip(positional, args, strict=False):
                    if name in given:
                        raise TypeError(f"{type(self).__name__} got {name!r} twice")
                    given[name] = value
            for name, default, factory in defaults:
                if name in given:
                    put(self, name, given[name])
                elif default is not _MISSING:
                    put(self, name, default)
                elif factory is not _MISSING:
                    put(self, name, factory())
                else:
                    raise TypeError(f"{type(self).__name__} lacks {name!r}")
            if not by_name.issuperset(given):
                unknown = sorted(given.keys() - by_name)[0]
                raise TypeError(f"{type(self).__name__} has no {unknown!r}")
            if hasattr(self, "__post_init__"):
                self.__post_init__()

        return __init__

    def _values(value, names):
        return tuple(getattr(value, name) for name in names)

    def _repr(self):
        shown = ", ".join(f"{each.name}={getattr(self, each.name)!r}" for each in self.__record__)
        return f"{type(self).__qualname__}({shown})"

    def _eq(names):
        def __eq__(self, other):
            if other.__class__ is not self.__class__:
                return NotImplemented
            return _values(self, names) == _values(other, names)

        return __eq__

    def _hash(names):
        def __hash__(self):
            return hash(_values(self, names))

        return __hash__

    def _order(names):
        def compared(tell):
            def method(self, other):
                if other.__class__ is not self.__class__:
                    return NotImplemented
                return tell(_values(self, names), _values(other, names))

            return method

        return {
            "__lt__": compared(lambda one, other: one < other),
            "__le__": compared(lambda one, other: one <= other),
            "__gt__": compared(lambda one, other: one > other),
            "__ge__": compared(lambda one, other: one >= other),
        }

    def _refuse(self, name, *_value):
        raise FrozenInstanceError(f"{type(self).__name__} is frozen: {name!r} can't be changed")

    def _state(self):
        return _values(self, [each.name for each in self.__record__])

    def _restore(self, state):
        for each, value in zip(self.__record__, state, strict=True):
            object.__setattr__(self, each.name, value)
