"""A session stays with its auth."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from reference_impl.auth import Auth
from reference_impl.clock import Clock
from reference_impl.config import AFFINITY_TTL
from reference_impl.exchange import Headers, Options
from reference_impl.selectors import Chooser, RoundRobinSelector, Selector, available_auths

_SESSION = re.compile(r"_session_([a-f0-9-]+)\Z")
_HEADERS = (
    ("X-Session-ID", "header"),
    ("Session-Id", "session"),
    ("Session_id", "session"),
    ("X-Amp-Thread-Id", "amp"),
    ("X-Client-Request-Id", "request"),
)
_LEADING = 100
"""So many bytes of a message count for the hash."""


class Session(NamedTuple):
    """Names of a session; `earlier` is the one that its first turn had, if that was another."""

    id: str = ""
    earlier: str = ""


def session_of(headers: Headers, payload: bytes) -> Session:
    """The session that a request belongs to, by the first sign of one.

    In turn: a session in `metadata.user_id`, five headers, `metadata.user_id` itself,
    `conversation_id`, and at last a hash of the first messages.
    """
    body = _parse(payload)
    user = _text(_member(body, "metadata").get("user_id"))
    if found := _session_in(user):
        return Session(f"claude:{found}")
    for name, kind in _HEADERS:
        if value := first_header(headers, name):
            return Session(f"{kind}:{value}")
    if user:
        return Session(f"user:{user}")
    if conversation := _text(body.get("conversation_id")):
        return Session(f"conversation:{conversation}")
    return _hashed(body)


def first_header(headers: Headers, name: str) -> str:
    """The first value of a header, case aside, or nothing."""
    wanted = name.lower()
    for key, values in headers.items():
        if key.lower() == wanted and values:
            return values[0]
    return ""


def _parse(payload: bytes) -> Mapping[str, Any]:
    try:
        body = json.loads(payload) if payload else {}
    except (ValueError, RecursionError):
        return {}
    return body if isinstance(body, dict) else {}


def _member(value: Any, key: str) -> Mapping[str, Any]:
    member = value.get(key) if isinstance(value, Mapping) else None
    return member if isinstance(member, Mapping) else {}


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, str | int | float) else ""


def _session_in(user: str) -> str:
    """The session in either format of a user id: `…_session_ID` or a JSON object."""
    if match := _SESSION.search(user):
        return match[1]
    return _text(_parse(user.encode()).get("session_id")) if user.startswith("{") else ""


def _hashed(body: Mapping[str, Any]) -> Session:
    """By the first message of each role; the answer counts only from the second turn on."""
    first: dict[str, str] = {}
    for role, text in _messages(body):
        if text:
            first.setdefault("assistant" if role == "model" else role, text)
    system, user = first.get("system", ""), first.get("user", "")
    if not system and not user:
        return Session()
    earlier = _digest(system, user)
    answer = first.get("assistant", "")
    return Session(_digest(system, user, answer), earlier) if answer else Session(earlier)


def _digest(*texts: str) -> str:
    digest = hashlib.sha256()
    for text in texts:
        part = text.encode("utf-8", "replace")[:_LEADING]
        digest.update(len(part).to_bytes(2, "big") + part)
    return f"messages:{digest.hexdigest()}"


def _messages(body: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Role and text of each message, in any of the four shapes that requests have."""
    for message in _objects(body.get("messages")):
        yield _text(message.get("role")), _content(message.get("content"), ("text",))
    yield "system", _content(body.get("system"), ())
    yield "system", _content(_member(body, "systemInstruction").get("parts"), ())
    for message in _objects(body.get("contents")):
        yield _text(message.get("role")), _content(message.get("parts"), ())
    yield "system", _text(body.get("instructions"))
    for item in _objects(body.get("input")):
        if item.get("type") == "message":
            kinds = ("input_text", "output_text", "text")
            yield _text(item.get("role")), _content(item.get("content"), kinds)


def _objects(value: Any) -> list[Mapping[str, Any]]:
    return [item for item in value if isinstance(item, Mapping)] if isinstance(value, list) else []


def _content(value: Any, kinds: Sequence[str]) -> str:
    """A text, or the texts of its parts; of the given kinds only, the first of any without."""
    if isinstance(value, str):
        return value
    parts = [part for part in _objects(value) if not kinds or part.get("type") in kinds]
    texts = [text for part in parts if (text := _text(part.get("text")))]
    return " ".join(texts) if kinds else "".join(texts[:1])


class SessionCache:
    """Which auth a session has, until it was not used for a while."""

    def __init__(self, clock: Clock, ttl: timedelta) -> None:
        self._clock = clock
        self._ttl = ttl
        self._entries: dict[str, tuple[str, datetime]] = {}
        """Auth id and end; whatever ends first stands first."""

    def get(self, key: str, *, extend: bool = False) -> str | None:
        """The auth's id, if there still is one; `extend` starts its time again."""
        entry = self._entries.get(key)
        if entry is None or entry[1] < self._clock.now():
            return None
        if extend:
            self.set(key, entry[0])
        return entry[0]

    def set(self, key: str, auth_id: str) -> None:
        """Remember an auth from now on, and let go of what has ended."""
        now = self._clock.now()
        self._entries.pop(key, None)
        self._entries[key] = (auth_id, now + self._ttl)
        while (oldest := next(iter(self._entries))) and self._entries[oldest][1] < now:
            del self._entries[oldest]

    def forget_auth(self, auth_id: str) -> None:
        """No session has this auth any more."""
        self._entries = {key: kept for key, kept in self._entries.items() if kept[0] != auth_id}


class SessionAffinitySelector:
    """Wraps another selector: what it chose for a session is kept while it can be used."""

    def __init__(
        self, clock: Clock, fallback: Selector | None = None, ttl: timedelta = AFFINITY_TTL
    ) -> None:
        """No session is known yet.

        Args:
            clock: Where the time comes from.
            fallback: Who chooses for a new session; round robin by default.
            ttl: How long after its last request a session is forgotten; an hour for none.
        """
        self._clock = clock
        self._fallback: Selector = fallback or RoundRobinSelector(clock)
        self._cache = SessionCache(clock, ttl if ttl > timedelta(0) else AFFINITY_TTL)

    def pick(
        self, provider: str, model: str, options: Options, auths: Sequence[Auth]
    ) -> Auth | None:
        """The session's auth, or a new one of those that can be used."""
        session = session_of(options.headers, options.original_request)
        if not session.id:
            return self._fallback.pick(provider, model, options, auths)
        available = available_auths(auths, provider, model, self._clock)
        if kept := self._kept(provider, model, session, available):
            return kept
        chosen = self._fallback.pick(provider, model, options, auths)
        return self._bind(provider, model, session, chosen)

    def choose(
        self, provider: str, model: str, options: Options, available: Sequence[Auth]
    ) -> Auth | None:
        """The same where all can be used."""
        session = session_of(options.headers, options.original_request)
        if session.id and (kept := self._kept(provider, model, session, available)):
            return kept
        if isinstance(self._fallback, Chooser):
            chosen = self._fallback.choose(provider, model, options, available)
        else:
            chosen = self._fallback.pick(provider, model, options, available)
        return self._bind(provider, model, session, chosen) if session.id else chosen

    def _kept(
        self, provider: str, model: str, session: Session, available: Sequence[Auth]
    ) -> Auth | None:
        by_id = {auth.id: auth for auth in available}
        own = self._cache.get(_key(provider, session.id, model), extend=True)
        if own is not None:
            return by_id.get(own)
        earlier = session.earlier and self._cache.get(_key(provider, session.earlier, model))
        return self._bind(provider, model, session, by_id.get(earlier or ""))

    def _bind(self, provider: str, model: str, session: Session, auth: Auth | None) -> Auth | None:
        if auth is not None:
            self._cache.set(_key(provider, session.id, model), auth.id)
        return auth

    def forget_auth(self, auth_id: str) -> None:
        """The auth is gone."""
        self._cache.forget_auth(auth_id)


def _key(provider: str, session: str, model: str) -> str:
    return f"{provider}::{session}::{model}"
