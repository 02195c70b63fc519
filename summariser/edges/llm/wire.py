"""Takes the settings of a connection and gives the openai client, whose answers end at a number of bytes."""

from collections.abc import AsyncIterator

import httpx2
from openai import AsyncOpenAI, DefaultAsyncHttpxClient, Timeout

from summariser.edges.llm.faults import PackedError, TooMuchError

_CONNECT_SECONDS = 10.0
# For each request the pool asks the system about every connection that is idle, which adds up when most of them are.
_IDLE_SECONDS = 1.0
_MOST_BYTES = 4_000_000  # a million tokens: more than any model says at a time


def client(base_url: str, key: str, *, deadline: float, connections: int) -> AsyncOpenAI:
    """Give a client that makes one request for each call, follows no redirect and reads at most 4 MB of an answer."""
    timeout = Timeout(deadline, connect=_CONNECT_SECONDS, pool=None)
    http = DefaultAsyncHttpxClient(
        # A redirect would take the key and the article to wherever it points.
        follow_redirects=False,
        timeout=timeout,
        limits=httpx2.Limits(
            max_connections=connections, max_keepalive_connections=connections, keepalive_expiry=_IDLE_SECONDS
        ),
        headers={"Accept-Encoding": "identity"},
        # A hook and not a transport: with a transport of one's own the proxies of the environment are not used.
        event_hooks={"response": [_bound]},
    )
    return AsyncOpenAI(base_url=base_url, api_key=key, max_retries=0, timeout=timeout, http_client=http)


class _Bounded(httpx2.AsyncByteStream):
    """The bytes of another stream until they are too many."""

    def __init__(self, stream: httpx2.AsyncByteStream) -> None:
        self._stream = stream

    async def __aiter__(self) -> AsyncIterator[bytes]:
        total = 0
        async for part in self._stream:
            total += len(part)
            if total > _MOST_BYTES:
                raise TooMuchError
            yield part

    async def aclose(self) -> None:
        await self._stream.aclose()


async def _bound(response: httpx2.Response) -> None:
    """Put a bound to what will be read of `response`, before any of it is."""
    if response.headers.get("content-encoding", "identity").strip().lower() not in ("", "identity"):
        raise PackedError
    if isinstance(response.stream, httpx2.AsyncByteStream):
        response.stream = _Bounded(response.stream)
