"""A client whose responses end: after a time and after a size, however long a server goes on talking."""

import time
from collections.abc import Iterator

import httpx

LARGEST = 1_000_000  # bytes of a response as they come
# Of a request's headers; a vendor's client adds others of what it finds in the shell, such as an organization.
SENT = frozenset(
    "host accept accept-encoding connection user-agent content-type content-length transfer-encoding authorization"
    " x-api-key anthropic-version".split()
)


class _Body(httpx.SyncByteStream):
    """A response's bytes, up to LARGEST and up to a moment."""

    def __init__(self, body: httpx.SyncByteStream, ends: float) -> None:
        self._body = body
        self._ends = ends

    def __iter__(self) -> Iterator[bytes]:
        size = 0
        for chunk in self._body:
            size += len(chunk)
            if size > LARGEST or time.monotonic() > self._ends:
                raise httpx.ReadTimeout("the response does not come to an end")
            yield chunk

    def close(self) -> None:
        self._body.close()


def bounded_client(seconds: float, body: float = 0.0) -> httpx.Client:
    """A client that waits so long for each step of a response, and so long again, or `body`, for the whole of its body.

    It follows no redirection: what is sent goes to the address that was configured and nowhere else.
    """

    def strip(request: httpx.Request) -> None:
        # Beside the settings' key in x-api-key the other one is of the shell.
        sent = SENT - {"authorization"} if "x-api-key" in request.headers else SENT
        for name in set(request.headers) - sent:
            del request.headers[name]

    def bound(response: httpx.Response) -> None:
        if isinstance(response.stream, httpx.SyncByteStream):
            response.stream = _Body(response.stream, time.monotonic() + (body or seconds))

    return httpx.Client(
        timeout=seconds,
        event_hooks={"request": [strip], "response": [bound]},
        headers={"Accept-Encoding": "identity"},
    )
