"""Errors as a client sees them."""

from __future__ import annotations

import pytest

from reference_impl.errors import AuthError
from reference_impl.gateway.refusals import explained, status_for
from reference_impl.gateway.upstream_errors import UpstreamError


@pytest.mark.parametrize("code", ["auth_not_found", "auth_unavailable"])
@pytest.mark.parametrize(("given", "told"), [(0, 503), (429, 429)])
def test_a_selection_error_says_what_was_asked_for(code: str, given: int, told: int) -> None:
    error = explained(AuthError(code, "none", http_status=given), ["acme", "globex"], " m(high) ")

    assert str(error) == f"{code}: none (providers=acme,globex, model=m(high))"
    assert status_for(error) == told


def test_where_claude_is_asked_there_is_a_hint() -> None:
    error = explained(AuthError("auth_not_found", "none"), ["Claude"], "m")

    assert "; check Claude auth/key session and cooldown state" in str(error)


@pytest.mark.parametrize("error", [AuthError("executor_not_found", "x"), UpstreamError(418, "x")])
def test_other_errors_stay_as_they_are(error: Exception) -> None:
    assert explained(error, ["acme"], "m") is error


@pytest.mark.parametrize(
    ("status", "told"), [(0, 500), (-1, 500), (101, 500), (1000, 500), (418, 418)]
)
def test_a_status_that_no_answer_may_have_is_500(status: int, told: int) -> None:
    assert status_for(UpstreamError(status, "x")) == told
