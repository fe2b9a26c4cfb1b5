"""Work for a client that may leave at any time."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any

from reference_impl.gateway.inprocess import Receive


async def while_present(receive: Receive, work: Coroutine[Any, Any, None]) -> bool:
    """Do the work; cancel it when the client leaves before its end.

    The request's body must have been read. When this returns or is cancelled, the work has ended,
    with everything that it closes on its way out.

    Returns:
        Whether the work came to its end.

    Raises:
        Exception: What the work raised.
    """
    working = asyncio.ensure_future(work)
    leaving = asyncio.ensure_future(_left(receive))
    try:
        await asyncio.wait({working, leaving}, return_when=asyncio.FIRST_COMPLETED)
        if not working.done():
            return False
        working.result()
        return True
    finally:
        leaving.cancel()
        working.cancel()
        await asyncio.gather(working, leaving, return_exceptions=True)


async def _left(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
