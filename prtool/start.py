"""The start image: what checks load, kept so that the next one need not look for it.

Of a check of a small diff most of the time goes into finding modules and compiling expressions.
An image is a file in the user's cache that has both ready: the code of modules, and what the
compiler of ``re`` makes of an expression. There is one for each way through the program and each
kind of input. It learns by itself: what a check had to load or compile is added to it.

What all checks of its kind have used lies together, which is quicker to read: names that modules
have in common are in it once.

It changes the time and nothing else. Code is taken from it only while its source file is as it was,
and whatever is wrong with the image, things are loaded and compiled the ordinary way.
"""

from __future__ import annotations

import _sre  # type: ignore[import-not-found]
import marshal
import os
import sys
from _frozen_importlib import ModuleSpec
from _frozen_importlib_external import PathFinder, SourceFileLoader

from prtool import __version__, cache

TYPE_CHECKING = False
if TYPE_CHECKING:
    import re
    from collections.abc import Iterator, Sequence
    from types import CodeType, ModuleType
    from typing import Any

    Piece = tuple[int, int, bytes]
    """Where a piece of the image begins, its size and its check sum."""
    Place = Piece | None
    """None: in the common piece."""
    Stamp = tuple[int, int]
    """Time and size of a source file."""
    Module = tuple[str, str | None, bool, Stamp]
    """File, that of its byte code, whether it is a package, and the stamp of the file."""
    Expression = tuple[str | bytes, int]
    """What is given to ``re.compile``."""

_PACKAGE = __name__.partition(".")[0]
_FOLDER = os.path.dirname(os.path.abspath(__file__))
_BROKEN = (EOFError, OSError, RuntimeError, TypeError, ValueError)
"""What reading a piece that is not what it should be ends with."""


class _Image:
    """What was kept, and what is new; stands among the finders of modules."""

    def __init__(self, way: str) -> None:
        machine = (__version__, sys.version, sys.flags.optimize, _sre.MAGIC, _FOLDER)
        self._name = f"start-{way}-{cache.digest(repr(machine).encode()).hex()}"
        self._key = (machine, _stamp(__file__))
        self._modules: dict[str, tuple[Module, Place]] = {}
        self._expressions: dict[Expression, Place] = {}
        self._common: Piece | None = None
        self._common_values: dict[str | Expression, Any] | None = None
        self._used: set[str | Expression] = set()
        self._new_modules: dict[str, tuple[Module, CodeType]] = {}
        self._new_expressions: dict[Expression, re.Pattern[Any]] = {}
        self.learns = True
        self._kept = cache.open_kept(self._name)
        if self._kept is None:
            return
        try:
            key, modules, expressions, common = marshal.loads(self._kept.head)  # noqa: S302 - the user's own
        except _BROKEN:
            return
        if key == self._key:
            self._modules, self._expressions, self._common = modules, expressions, common

    def find_spec(
        self, name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Return how one of our modules is loaded; see ``importlib.abc.MetaPathFinder``."""
        if not name.startswith(_PACKAGE):
            return None
        known = self._modules.get(name)
        if known is None:
            spec = PathFinder.find_spec(name, path, target)
            if spec is None or type(spec.loader) is not SourceFileLoader:
                return None
            is_package = spec.submodule_search_locations is not None
            spec.loader = _Loader(name, spec.loader.path, spec.cached, self, is_package=is_package)
            return spec
        file, cached, is_package, _ = known[0]
        loader = _Loader(name, file, cached, self, is_package=is_package)
        spec = ModuleSpec(name, loader, origin=file, is_package=is_package)
        spec.has_location = True
        spec.cached = cached
        if is_package:
            spec.submodule_search_locations = [os.path.dirname(file)]
        return spec

    def code(self, name: str, module: Module) -> CodeType | None:
        """Return the code of a module, None if it is not known or was another one's."""
        known = self._modules.get(name)
        if known is None or known[0] != module:
            return None
        self._used.add(name)
        code: CodeType | None = self._value(name, known[1])
        return code

    def learn(self, name: str, module: Module, code: CodeType) -> None:
        """Remember what was loaded the ordinary way."""
        self._used.add(name)
        self._new_modules[name] = (module, code)

    def compiled(self, pattern: Any, flags: int) -> re.Pattern[Any]:
        """Return what ``re.compile`` does."""
        expression = (pattern, flags)
        self._used.add(expression)
        parts = None
        if expression in self._expressions:
            parts = self._value(expression, self._expressions[expression])
        if parts is not None:
            try:
                return _made(pattern, parts)
            except _BROKEN:
                pass
        import re

        made = self._new_expressions[expression] = re.compile(pattern, flags)
        return made

    def _value(self, name: str | Expression, place: Place) -> Any:
        """Return what was kept at a place, None if it is not what was written."""
        if place is not None:
            return self._whole(place)
        if self._common_values is None:
            self._common_values = (self._common and self._whole(self._common)) or {}
        return self._common_values.get(name)

    def _whole(self, piece: Piece) -> Any:
        start, size, digest = piece
        assert self._kept is not None  # noqa: S101 - it named the piece
        try:
            raw = self._kept.part(start, size)
            return marshal.loads(raw) if cache.digest(raw) == digest else None  # noqa: S302
        except _BROKEN:
            return None

    def keep(self) -> None:
        """Write what is new, together with what was there."""
        were: set[str | Expression] = set()
        were.update(name for name, (_, place) in self._modules.items() if place is None)
        were.update(each for each, place in self._expressions.items() if place is None)
        new = self._new_modules or self._new_expressions or were - self._used
        if not new or not cache.can_write():
            return
        common: dict[str | Expression, Any] = {}
        parts = bytearray()

        def put(value: Any) -> Piece:
            raw = marshal.dumps(value)
            parts.extend(raw)
            return len(parts) - len(raw), len(raw), cache.digest(raw)

        def place(name: str | Expression, value: Any) -> Place:
            if name not in (were & self._used if were else self._used):
                return put(value)
            common[name] = value
            return None

        modules = {
            name: (module, place(name, code)) for name, (module, code) in self._all_modules()
        }
        expressions = {name: place(name, value) for name, value in self._all_expressions()}
        index = (self._key, modules, expressions, put(common))
        cache.write(self._name, marshal.dumps(index), bytes(parts))

    def _all_modules(self) -> Iterator[tuple[str, tuple[Module, CodeType]]]:
        for name, (module, place) in self._modules.items():
            code = None if name in self._new_modules else self._value(name, place)
            if code is not None:
                yield name, (module, code)
        yield from self._new_modules.items()

    def _all_expressions(self) -> Iterator[tuple[Expression, Any]]:
        for expression, place in self._expressions.items():
            parts = None
            if expression not in self._new_expressions:
                parts = self._value(expression, place)
            if parts is not None:
                yield expression, parts
        for expression, compiled in self._new_expressions.items():
            parts = _parts(*expression)
            # Expressions are equal when their code is.
            if _made(expression[0], parts) == compiled:
                yield expression, parts


class _Loader(SourceFileLoader):
    """Loads a module as ever, but for the code, which may be there already."""

    def __init__(
        self, name: str, path: str, cached: str | None, image: _Image, *, is_package: bool
    ) -> None:
        super().__init__(name, path)
        self._cached = cached
        self._is_package = is_package
        self._image = image

    def get_code(self, fullname: str) -> CodeType | None:
        """Return the code of the module."""
        module = (self.path, self._cached, self._is_package, _stamp(self.path))
        code = self._image.code(fullname, module)
        if code is None:
            code = super().get_code(fullname)
            if code is not None:
                self._image.learn(fullname, module, code)
        return code


def _stamp(file: str) -> Stamp:
    state = os.stat(file)
    return state.st_mtime_ns, state.st_size


def _parts(pattern: Any, flags: int) -> tuple[int, list[int], int, dict[str, int], Any]:
    """Return what the compiler of ``re`` gives to ``_sre``; see ``compile`` in ``re/_compiler.py``.

    All are plain values, which can be kept.
    """
    from re import _compiler, _parser  # type: ignore[attr-defined]

    tree = _parser.parse(pattern, flags)
    code = [int(each) for each in _compiler._code(tree, flags)]
    names = dict(tree.state.groupdict)
    by_number: list[str | None] = [None] * tree.state.groups
    for name, number in names.items():
        by_number[number] = name
    return int(flags | tree.state.flags), code, tree.state.groups - 1, names, tuple(by_number)


def _made(pattern: Any, parts: Any) -> re.Pattern[Any]:
    made: re.Pattern[Any] = _sre.compile(pattern, *parts)
    return made


_image: _Image | None = None


def begin(way: str) -> None:
    """Use the image of one way through the program from now on; each has its own."""
    global _image
    try:
        _image = _Image(way)
        sys.meta_path.insert(0, _image)
    except Exception:  # noqa: BLE001 - without it all is loaded the ordinary way
        _image = None


def learn_nothing() -> None:
    """Do not keep what this check loads: it does work that the next one need not do."""
    if _image is not None:
        _image.learns = False


def end(*, keep: bool) -> None:
    """Use it no longer.

    Args:
        keep: whether to write what it has learned.
    """
    global _image
    image, _image = _image, None
    if image is None:
        return
    try:
        sys.meta_path.remove(image)
        if keep and image.learns:
            image.keep()
    except Exception:  # noqa: BLE001, S110 - the next check will be slower, not wrong
        pass


def compiled(pattern: Any, flags: int = 0) -> re.Pattern[Any]:
    """Return what ``re.compile`` does."""
    if _image is not None:
        return _image.compiled(pattern, int(flags))
    import re

    return re.compile(pattern, flags)
