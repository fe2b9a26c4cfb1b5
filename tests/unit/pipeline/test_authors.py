"""Who signs in the trailers of a message."""

from __future__ import annotations

import pytest

from prtool.pipeline.authors import signed_in


@pytest.mark.parametrize(
    ("trailer", "signer"),
    [
        ("Reported-by: Ann Other <ann@example.com>", ("Ann Other", "ann@example.com")),
        ('Co-authored-by: "Ann Other" <ann@example.com>', ("Ann Other", "ann@example.com")),
        ("Signed-off-by:Ann Other<ann@example.com> # v2", ("Ann Other", "ann@example.com")),
        ("Tested-by: Ann <ann@example.com>", None),
        ("Tested-by: Ann Other", None),
        ("Fixes: 1234567 (a b) <none>", None),
        ("Co-authored-by: Acme Update Bot <update@example.com>", None),
        ("Co-authored-by: acme update[bot] <1+acme@example.com>", None),
        ("Co-authored-by: Acme Helper 5 <no-reply@example.com>", None),
    ],
)
def test_people_sign_in_trailers_and_so_do_programs(
    trailer: str, signer: tuple[str, str] | None
) -> None:
    found = [
        (who.name.decode(), who.email.decode()) for who in signed_in(f"fix: it\n\n{trailer}\n")
    ]

    assert found == ([] if signer is None else [signer])


def test_what_the_body_says_is_no_signature() -> None:
    assert not list(signed_in("fix: it\n\nReported-by: Ann Other <ann@example.com>\n\nMore.\n"))
