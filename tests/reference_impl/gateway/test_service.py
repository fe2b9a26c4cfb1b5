"""That each setting of an entry reaches what it is for."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

import pytest

from reference_impl.gateway.stub import Behaviour
from tests.support.gateways import Pair, entry, pair

Work = Callable[[Pair], Coroutine[Any, Any, None]]


def _run(work: Work, script: dict[str, Behaviour] | None = None, **settings: Any) -> None:
    async def main() -> None:
        async with pair(script, **settings) as both:
            await work(both)

    asyncio.run(main())


@pytest.mark.parametrize("own", [False, True])
def test_an_entry_that_does_not_cool_down_is_asked_again(*, own: bool) -> None:
    async def work(both: Pair) -> None:
        for _ in range(2):
            assert (await both.chat()).status_code == 429
        assert len(both.stub.asked) == (2 if own else 1)

    def entries(base: str) -> list[dict[str, Any]]:
        return [entry(base, **{"disable-cooling": own})]

    _run(work, {"up": Behaviour(status=429)}, entries=entries)


def test_a_key_has_its_own_way_to_the_upstream() -> None:
    """The stub is the proxy here; the upstream that is named does not exist."""

    def entries(base: str) -> list[dict[str, Any]]:
        keys = [{"api-key": " upstream-key ", "proxy-url": f" {base.removesuffix('/v1')} "}]
        far = "http://upstream.example.com/v1"
        return [entry(far, headers={" X-Team ": "blue"}, **{"api-key-entries": keys})]

    async def work(both: Pair) -> None:
        assert (await both.chat()).status_code == 200
        (asked,) = both.stub.asked
        assert asked.headers["host"] == "upstream.example.com"
        assert asked.headers["authorization"] == "Bearer upstream-key"
        assert asked.headers["x-team"] == "blue"

    _run(work, entries=entries)


@pytest.mark.parametrize(("keys", "status"), [(["", " "], 200), (["", " alpha "], 401)])
def test_blank_keys_are_none_and_blanks_around_one_do_not_count(
    keys: list[str], status: int
) -> None:
    async def work(both: Pair) -> None:
        assert (await both.client.get(f"{both.url}/v1/models")).status_code == status
        shown = {"Authorization": "Bearer alpha"}
        answer = await both.client.get(f"{both.url}/v1/models", headers=shown)
        assert answer.status_code == 200

    _run(work, api_keys=keys)


def test_entries_of_one_name_share_a_provider_and_keys_take_turns() -> None:
    def entries(base: str) -> list[dict[str, Any]]:
        keys = [{"api-key": "one"}, {"api-key": "two"}]
        return [entry(base, **{"api-key-entries": keys}), entry(base, name=" ACME ")]

    async def work(both: Pair) -> None:
        for _ in range(3):
            assert (await both.chat()).status_code == 200
        sent = {asked.headers["authorization"] for asked in both.stub.asked}
        assert sent == {"Bearer one", "Bearer two", "Bearer upstream-key"}

    _run(work, entries=entries)
