"""A server on loopback that speaks OpenAI's protocol and says what it is told to."""

import json
import threading
import time
from collections.abc import Callable, Iterable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Say = Callable[[BaseHTTPRequestHandler, dict[str, Any]], None]


class LyingServer:
    """Says what it is told to, and counts what it is sent."""

    def __init__(self, say: Say) -> None:
        self.say = say
        self.heard: list[dict[str, Any]] = []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                outer.heard.append(body)
                try:
                    outer.say(self, body)
                except OSError:
                    self.close_connection = True

            def log_message(self, *values: object) -> None:
                """Say nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._server.block_on_close = False
        self.address = f"http://127.0.0.1:{self._server.server_address[1]}/v1"
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    def close(self) -> None:
        """Stop listening."""
        self._server.shutdown()
        self._server.server_close()


def sent(status: int, kind: str, body: bytes, missing: int = 0, **headers: str) -> Say:
    """A response as it is; `missing` bytes are promised and do not come."""

    def say(handler: BaseHTTPRequestHandler, asked: dict[str, Any]) -> None:
        handler.send_response(status)
        handler.send_header("Content-Type", kind)
        handler.send_header("Content-Length", str(len(body) + missing))
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.end_headers()
        handler.wfile.write(body)

    return say


def envelope(message: object, finish: str = "stop") -> bytes:
    """A completion of a chat as OpenAI's protocol has it."""
    body = {"id": "1", "object": "chat.completion", "created": 1, "model": "m"}
    return json.dumps(body | {"choices": [{"index": 0, "finish_reason": finish, "message": message}]}).encode()


def completed(text: object, finish: str = "stop") -> Say:
    """A message of an assistant with a text."""
    return sent(200, "application/json", envelope({"role": "assistant", "content": text}, finish))


def answering(answer: Callable[[list[str]], object]) -> Say:
    """An answer made of the quotes in the prompt."""

    def say(handler: BaseHTTPRequestHandler, asked: dict[str, Any]) -> None:
        completed(answer(quotes_in(asked)))(handler, asked)

    return say


def quotes_in(asked: dict[str, Any]) -> list[str]:
    """The quotes that a prompt shows, in their order."""
    content = asked["messages"][-1]["content"]
    prompt = content if isinstance(content, str) else content[0]["text"]
    shown = prompt.rpartition("<<<\n")[2].partition("\n>>>")[0]
    return [line.partition(" ")[2].strip('"') for line in shown.splitlines()]


def dripping(handler: BaseHTTPRequestHandler, asked: dict[str, Any]) -> None:
    """A body that comes a byte at a time and does not end."""
    _begin(handler)
    for _ in range(200):
        handler.wfile.write(b" ")
        time.sleep(0.05)


def flooding(handler: BaseHTTPRequestHandler, asked: dict[str, Any]) -> None:
    """A body that does not end."""
    _begin(handler)
    for _ in range(1000):
        handler.wfile.write(b" " * 65_536)


def sleeping(handler: BaseHTTPRequestHandler, asked: dict[str, Any]) -> None:
    """No answer in time."""
    time.sleep(3)


def hanging_up(handler: BaseHTTPRequestHandler, asked: dict[str, Any]) -> None:
    """No answer at all."""
    handler.close_connection = True


def _begin(handler: BaseHTTPRequestHandler, kind: str = "application/json") -> None:
    handler.send_response(200)
    handler.send_header("Content-Type", kind)
    handler.end_headers()


def streamed(pieces: Callable[[list[str]], Iterable[str]], finish: str = "stop") -> Say:
    """Events of OpenAI's protocol, one for each piece of an answer made of the quotes in the prompt.

    Without a `finish` the line is cut behind the last piece.
    """

    def say(handler: BaseHTTPRequestHandler, asked: dict[str, Any]) -> None:
        _begin(handler, "text/event-stream")
        for piece in pieces(quotes_in(asked)):
            _event(handler, {"index": 0, "delta": {"role": "assistant", "content": piece}, "finish_reason": None})
        if finish:
            _event(handler, {"index": 0, "delta": {}, "finish_reason": finish})
            handler.wfile.write(b"data: [DONE]\n\n")

    return say


def _event(handler: BaseHTTPRequestHandler, choice: dict[str, Any]) -> None:
    told = {"id": "1", "object": "chat.completion.chunk", "created": 1, "model": "m", "choices": [choice]}
    handler.wfile.write(f"data: {json.dumps(told)}\n\n".encode())
    handler.wfile.flush()
