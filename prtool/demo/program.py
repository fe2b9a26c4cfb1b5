"""The sample program as upstream has it: a router of model names, with its tests.

All files are small enough to read in a minute. The private fork lives in ``prtool.demo.fork``.
"""

ROUTER = '''\
"""Finds the provider of a model."""


class Router:
    """Maps model names to providers."""

    def __init__(self) -> None:
        self._providers: dict[str, str] = {}

    def register(self, model: str, provider: str) -> None:
        """Let a provider serve a model."""
        self._providers[model] = provider

    def models(self) -> list[str]:
        """Return the names that clients may ask for."""
        return sorted(self._providers)

    def pick(self, model: str) -> str:
        """Return the provider of a model, with or without a suffix such as ``(high)``."""
        base = model.split("(")[0]
        if base not in self._providers:
            raise LookupError("auth_not_found")
        return self._providers[base]
'''

TESTS = """\
import unittest

from tinygate.router import Router


class RouterTest(unittest.TestCase):
    def test_base_name(self):
        router = Router()
        router.register("gpt-5.5", "openai")

        self.assertEqual("openai", router.pick("gpt-5.5(high)"))


if __name__ == "__main__":
    unittest.main()
"""

README = """\
# tinygate

Routes model names to providers. Copy `config.example.yaml` to `config.yaml` and edit it.
"""

CONFIG_EXAMPLE = """\
port: 8317
providers:
  - name: example
    base-url: https://api.example.com/v1
    api-key: your-api-key
"""

UPSTREAM = {
    "README.md": README,
    "config.example.yaml": CONFIG_EXAMPLE,
    "tests/__init__.py": "",
    "tests/test_router.py": TESTS,
    "tinygate/__init__.py": '"""A tiny gateway."""\n',
    "tinygate/router.py": ROUTER,
}
"""The public program, by path."""
