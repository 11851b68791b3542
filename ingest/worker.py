"""The process that reads files for another: one request a line on standard input, one answer a line."""

import os
import sys
from pathlib import Path
from typing import Any, BinaryIO

from ingest.readers.pace import PACE
from ingest.readers.registry import read_file
from ingest.wire import decode, encode, reading_to_record
from kb.errors import RefusedFileError


def serve() -> None:
    """Answer requests until standard input ends."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints must not end up between the answers
    requests = sys.stdin.buffer
    _limit_memory(int(sys.argv[1]))
    _send(answers, {"ready": True})
    for line in requests:
        _send(answers, _answer(decode(line), answers))


def _answer(request: dict[str, Any], answers: BinaryIO) -> dict[str, Any]:
    path = Path(os.fsdecode(request["path"].encode("latin-1")))
    PACE.left_out = frozenset(request["left_out"])
    PACE.report = lambda page: _send(answers, {"page": page})
    try:
        return {"reading": reading_to_record(read_file(path, request["reader"]))}
    except RefusedFileError as error:
        return {"refused": str(error)}


def _send(answers: BinaryIO, message: dict[str, Any]) -> None:
    answers.write(encode(message))
    answers.flush()


def _limit_memory(limit: int) -> None:
    try:
        import resource
    except ImportError:  # Windows has no such limit
        return
    try:
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    except (ValueError, OSError):  # macOS refuses it
        return


if __name__ == "__main__":
    serve()
