"""What an upstream answered or did wrong, as errors that the conductor can read."""

from __future__ import annotations

import email.utils
import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

_INSTEAD_OF_CHOICES = re.compile(rb'^\s*\{.*"error"', re.DOTALL)


class UpstreamError(Exception):
    """A failed call.

    Attributes:
        status_code: HTTP status of the upstream; 0 when there was no answer.
        retry_after: How long the upstream asked to wait.
        headers: Headers of its answer.
    """

    def __init__(
        self,
        status: int,
        text: str,
        *,
        retry_after: timedelta | None = None,
        headers: Mapping[str, list[str]] | None = None,
    ) -> None:
        super().__init__(text)
        self.status_code = status
        self.retry_after = retry_after
        self.headers = dict(headers or {})


def answered(
    status: int, body: bytes, headers: Mapping[str, list[str]], now: datetime | None = None
) -> UpstreamError:
    """The error for an answer with an error status; its text is the body."""
    values = next((v for k, v in headers.items() if k.lower() == "retry-after"), [])
    return UpstreamError(
        status,
        body.decode("utf-8", "replace"),
        retry_after=parse_retry_after(values[0], now or datetime.now(UTC)) if values else None,
        headers=headers,
    )


def parse_retry_after(value: str, now: datetime) -> timedelta | None:
    """Read `Retry-After` (RFC 9110 section 10.2.3): seconds or a date; None for anything else."""
    value = value.strip()
    if re.fullmatch(r"[0-9]{1,9}", value):
        return timedelta(seconds=int(value))
    try:
        moment = email.utils.parsedate_to_datetime(value)
    except (ValueError, TypeError, OverflowError):
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return max(moment - now, timedelta(0))


def in_stream(data: bytes) -> UpstreamError | None:
    """The error that an event of a stream holds in place of choices; None for any other event.

    Its status is the `status` or `code` of the error where one is an HTTP status, else 502.
    """
    if not _INSTEAD_OF_CHOICES.match(data):
        return None
    try:
        event = json.loads(data)
    except (ValueError, RecursionError):
        return None
    if not isinstance(event, dict) or "choices" in event or not event.get("error"):
        return None
    error = event["error"]
    given = [error.get("status"), error.get("code")] if isinstance(error, dict) else []
    status = next((s for value in given if (s := _status(value))), 502)
    return UpstreamError(status, data.decode("utf-8", "replace"))


def _status(value: Any) -> int:
    text = str(value)
    return int(text) if re.fullmatch(r"[45][0-9]{2}", text) else 0
