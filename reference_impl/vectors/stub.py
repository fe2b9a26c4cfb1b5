"""An executor that does what a vector says, and keeps a record of its calls."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Mapping
from datetime import timedelta
from typing import Any

from reference_impl.auth import Auth
from reference_impl.exchange import (
    HttpRequest,
    HttpResponse,
    Options,
    Request,
    Response,
    StreamChunk,
    StreamResult,
)


class UpstreamError(Exception):
    """An error that is not one of the conductor's own."""

    def __init__(self, status: int, message: str, retry_after: timedelta | None = None) -> None:
        super().__init__(message)
        self.status_code = status
        self.retry_after = retry_after

    def __str__(self) -> str:
        return str(self.args[0])


class Failure:
    """One entry of a script: which error, at which place, how often."""

    def __init__(self, entry: Mapping[str, Any]) -> None:
        self.where: str = entry.get("where", "call")
        self._left: int | None = entry.get("times") or None
        wait = entry.get("retry_after_s")
        self._retry_after = None if wait is None else timedelta(seconds=wait)
        self._status: int = entry.get("status", 0)
        self._message: str = entry.get("message", "")

    def take(self) -> bool:
        """Whether this call fails; a limited failure is used up."""
        if self._left is None:
            return True
        self._left -= 1
        return self._left >= 0

    def error(self) -> UpstreamError:
        """The error."""
        return UpstreamError(self._status, self._message, self._retry_after)


class StubExecutor:
    """Answers `authID|upstreamModel`; `calls` holds `executorID:authID|upstreamModel`."""

    def __init__(
        self,
        identifier: str,
        script: Mapping[str, Any] | None = None,
        calls: list[str] | None = None,
    ) -> None:
        """An executor.

        Args:
            identifier: As it reports it.
            script: Failures by `auth|model`, `auth|*`, `*|model` or `*`.
            calls: Where to note the calls.
        """
        self._identifier = identifier
        self._script = {key: Failure(entry) for key, entry in (script or {}).items()}
        self.calls: list[str] = [] if calls is None else calls
        self.closed: list[str] = []
        self.refreshed: list[str] = []
        self.refresh_error: Exception | None = None

    def identifier(self) -> str:
        """As it was given."""
        return self._identifier

    def close_execution_session(self, session_id: str) -> None:
        """Note it."""
        self.closed.append(session_id)

    def _called(self, auth: Auth, request: Request) -> Failure | None:
        self.calls.append(f"{self._identifier}:{auth.id}|{request.model}")
        for key in (f"{auth.id}|{request.model}", f"{auth.id}|*", f"*|{request.model}", "*"):
            failure = self._script.get(key)
            if failure is not None:
                return failure if failure.take() else None
        return None

    def body(self, auth: Auth, model: str) -> bytes:
        """A whole answer."""
        return f"{auth.id}|{model}".encode()

    def pieces(self, auth: Auth, model: str) -> Iterator[bytes]:
        """The same as a stream."""
        yield self.body(auth, model)

    def first_piece(self) -> bytes:
        """What comes before an error in the middle."""
        return b"part1"

    async def execute(self, auth: Auth, request: Request, options: Options) -> Response:
        """One whole answer, or the error of the script."""
        failure = self._called(auth, request)
        if failure is not None:
            raise failure.error()
        return Response(self.body(auth, request.model), headers={"X-Model": [request.model]})

    async def count_tokens(self, auth: Auth, request: Request, options: Options) -> Response:
        """The same."""
        return await self.execute(auth, request, options)

    async def execute_stream(self, auth: Auth, request: Request, options: Options) -> StreamResult:
        """The same in pieces, with the error where the script wants it."""
        failure = self._called(auth, request)
        if failure is not None and failure.where == "call":
            raise failure.error()
        chunks = self._chunks(auth, request.model, failure)
        return StreamResult({"X-Model": [request.model]}, chunks)

    async def _chunks(
        self, auth: Auth, model: str, failure: Failure | None
    ) -> AsyncIterator[StreamChunk]:
        if failure is None:
            for piece in self.pieces(auth, model):
                yield StreamChunk(piece)
            return
        if failure.where == "mid":
            yield StreamChunk(self.first_piece())
        if failure.where != "empty":
            yield StreamChunk(error=failure.error())

    async def refresh(self, auth: Auth) -> Auth:
        """The auth as it is, or the error."""
        self.refreshed.append(self._identifier)
        if self.refresh_error is not None:
            raise self.refresh_error
        return auth

    async def http_request(self, auth: Auth, request: HttpRequest) -> HttpResponse:
        """An answer that tells who made the call."""
        return HttpResponse(200, {"X-Executor": [self._identifier]})


class PreparingStub(StubExecutor):
    """One that can put credentials into a request: its name."""

    def prepare_request(self, request: HttpRequest, auth: Auth) -> None:
        """Set a header."""
        request.headers["X-Prepared-By"] = [self.identifier()]


class HttpStub(StubExecutor):
    """One whose answers a client of the HTTP surface can read."""

    def body(self, auth: Auth, model: str) -> bytes:
        """A completion."""
        return f'{{"id":"r1","object":"chat.completion","model":"{model}"}}'.encode()

    def pieces(self, auth: Auth, model: str) -> Iterator[bytes]:
        """Two chunks."""
        yield self.first_piece()
        yield b'{"n":2}'

    def first_piece(self) -> bytes:
        """The first of them."""
        return b'{"n":1}'
