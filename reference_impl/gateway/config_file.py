"""Reading the configuration: YAML in the shape of the original's `config.yaml`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from reference_impl.config import Config, ConfigError, from_mapping


class ConfigFileError(Exception):
    """A configuration that can't be used; the text is one line with the file and what is wrong."""


class _Loader(yaml.SafeLoader):
    """Safe, and refuses a key that is given twice: one of the two would be lost."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:  # noqa: FBT001, FBT002
        """A mapping whose keys differ."""
        seen: set[str] = set()
        for key, _ in node.value:
            if not isinstance(key, yaml.ScalarNode) or key.tag == "tag:yaml.org,2002:merge":
                continue
            if key.value in seen:
                raise yaml.constructor.ConstructorError(
                    None, None, f"the key {key.value!r} is given twice", key.start_mark
                )
            seen.add(key.value)
        return super().construct_mapping(node, deep=deep)


def load(path: Path) -> Config:
    """Read a configuration.

    Raises:
        ConfigFileError: The file can't be read, is no YAML, or has a setting that can't be
        understood.
    """
    try:
        content = path.read_text("utf-8")
    except OSError as error:
        raise ConfigFileError(f"{path}: {error.strerror or error}") from error
    except UnicodeDecodeError as error:
        raise ConfigFileError(f"{path}: not UTF-8 (byte {error.start})") from error
    try:
        values = yaml.load(content, Loader=_Loader)  # noqa: S506, TID251 - a SafeLoader subclass
        return from_mapping(values)
    except yaml.YAMLError as error:
        raise ConfigFileError(f"{path}{_where(error)}: {_reason(error)}") from error
    except (ConfigError, RecursionError, ValueError) as error:
        raise ConfigFileError(f"{path}: {' '.join(str(error).split())}") from error


def _where(error: yaml.YAMLError) -> str:
    mark = getattr(error, "problem_mark", None)
    return f":{mark.line + 1}:{mark.column + 1}" if mark else ""


def _reason(error: yaml.YAMLError) -> str:
    reason = getattr(error, "problem", None) or getattr(error, "reason", None) or str(error)
    return " ".join(str(reason).split())
