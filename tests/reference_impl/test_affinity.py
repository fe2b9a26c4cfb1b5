"""A session and its auth."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reference_impl.affinity import SessionAffinitySelector, session_of
from reference_impl.auth import Auth
from reference_impl.clock import ManualClock
from reference_impl.exchange import Options
from reference_impl.selectors import RoundRobinSelector

UUID = "0b4445e1-f5be-49e1-87ce-62bbc28ad705"
AUTHS = [Auth(id=auth_id, provider="acme") for auth_id in ("a1", "a2", "a3")]


def session(body: Any = None, **headers: str) -> str:
    payload = b"" if body is None else json.dumps(body).encode()
    named = {name.replace("__", "-"): [value] for name, value in headers.items()}
    return session_of(named, payload).id


def test_signs_in_the_order_of_their_weight() -> None:
    """What comes earlier hides all that comes later."""
    formats = [f"user_x_account__session_{UUID}", json.dumps({"session_id": UUID})]
    names = ["X__Session__ID", "Session__Id", "X__Amp__Thread__Id", "X__Client__Request__Id"]
    headers = {name: f"by {name}" for name in names}
    body = {
        "conversation_id": "c1",
        "metadata": {"user_id": "somebody"},
        "messages": [{"role": "user", "content": "hi"}],
    }
    found = [session({**body, "metadata": {"user_id": user}}, **headers) for user in formats]
    for name in names:
        found.append(session(body, **headers))
        del headers[name]
    found.append(session(body))
    del body["metadata"]
    found.append(session(body))
    del body["conversation_id"]
    found.append(session(body))

    assert found[0] == found[1]
    assert len(set(found)) == len(found) - 1
    assert session({}) == ""
    assert session() == ""


def test_both_spellings_of_a_header() -> None:
    assert session(Session_id="s") == session(Session__Id="s") != ""
    assert session(x__session__id="s") == session(X__Session__ID="s")


def test_the_first_messages_name_a_session_and_later_ones_do_not() -> None:
    first = [{"role": "system", "content": "be"}, {"role": "user", "content": "hi"}]
    second = [*first, {"role": "assistant", "content": "hello"}, {"role": "user", "content": "so"}]
    third = [*second, {"role": "assistant", "content": "yes"}]

    names = [session_of({}, json.dumps({"messages": each}).encode()) for each in (first, second)]

    assert names[1].earlier == names[0].id
    assert session({"messages": third}) == names[1].id
    parts = [first[0], {"role": "user", "content": [{"type": "text", "text": "hi"}]}]
    assert session({"messages": parts}) == names[0].id
    assert session({"messages": [first[0], {"role": "user", "content": "ho"}]}) != names[0].id


@given(st.binary() | st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(
        st.sampled_from(["metadata", "user_id", "messages", "role", "content", "type", "text",
                         "system", "contents", "parts", "input", "systemInstruction"]), inner),
).map(lambda value: json.dumps(value).encode()))  # fmt: skip
def test_any_body_is_survived(payload: bytes) -> None:
    assert isinstance(session_of({}, payload).id, str)


def selector(clock: ManualClock) -> SessionAffinitySelector:
    return SessionAffinitySelector(clock, RoundRobinSelector(clock), timedelta(minutes=10))


def pick(chooser: SessionAffinitySelector, name: str, model: str = "m", auths: Any = AUTHS) -> str:
    options = Options(headers={"X-Session-Id": [name]} if name else {})
    picked = chooser.pick("mixed", model, options, auths)
    assert picked is not None
    return picked.id


def test_a_session_stays_by_model() -> None:
    chooser = selector(ManualClock())

    assert [pick(chooser, "s1"), pick(chooser, "s2"), pick(chooser, "s1")] == ["a1", "a2", "a1"]
    assert pick(chooser, "s1", "n") == "a1"
    assert [pick(chooser, ""), pick(chooser, "")] == ["a3", "a1"]


def test_a_session_ends_unless_it_is_used() -> None:
    clock = ManualClock()
    chooser = selector(clock)
    assert pick(chooser, "s1") == "a1"
    for _ in range(3):
        clock.advance(timedelta(minutes=9))
        assert pick(chooser, "s1") == "a1"

    clock.advance(timedelta(minutes=11))

    assert pick(chooser, "s1") == "a2"


def test_a_session_moves_on_when_its_auth_cannot_be_used() -> None:
    chooser = selector(ManualClock())
    assert pick(chooser, "s1") == "a1"

    assert pick(chooser, "s1", auths=AUTHS[1:]) == "a3"
    assert pick(chooser, "s1") == "a3"


def test_the_second_turn_inherits_the_auth_of_the_first() -> None:
    chooser = selector(ManualClock())
    hi = [{"role": "user", "content": "hi"}]
    answered = [*hi, {"role": "assistant", "content": "hello"}]

    def turn(messages: list[dict[str, str]]) -> str:
        payload = json.dumps({"messages": messages}).encode()
        picked = chooser.pick("mixed", "m", Options(original_request=payload), AUTHS)
        assert picked is not None
        return picked.id

    assert turn(hi) == "a1"
    assert turn([{"role": "user", "content": "other"}]) == "a2"
    assert turn(answered) == "a1"


def test_an_auth_that_is_gone_is_forgotten() -> None:
    chooser = selector(ManualClock())
    assert pick(chooser, "s1") == "a1"

    chooser.forget_auth("a1")

    assert pick(chooser, "s1") == "a2"


@pytest.mark.parametrize("ttl", [timedelta(0), timedelta(seconds=-1)])
def test_no_time_means_an_hour(ttl: timedelta) -> None:
    clock = ManualClock()
    chooser = SessionAffinitySelector(clock, RoundRobinSelector(clock), ttl)
    assert pick(chooser, "s1") == "a1"
    clock.advance(timedelta(minutes=59))

    assert pick(chooser, "s1") == "a1"
