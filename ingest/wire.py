"""A Reading as a line of JSON: no pickles, because the process that sends it reads what strangers wrote."""

import json
from base64 import b64decode, b64encode
from dataclasses import asdict
from typing import Any

from ingest.reading import Attachment, Block, BlockKind, Reading


def reading_to_record(reading: Reading) -> dict[str, Any]:
    """A Reading as values that JSON knows."""
    record = asdict(reading)
    for attachment in record["attachments"]:
        attachment["content"] = b64encode(attachment["content"]).decode("ascii")
    return record


def reading_from_record(record: dict[str, Any]) -> Reading:
    """The Reading that reading_to_record wrote."""
    blocks = tuple(
        Block(
            **{
                **block,
                "kind": BlockKind(block["kind"]),
                "header": tuple(block["header"]),
                "cells": tuple(block["cells"]),
            }
        )
        for block in record["blocks"]
    )
    attachments = tuple(Attachment(each["name"], b64decode(each["content"])) for each in record["attachments"])
    return Reading(blocks, record["pages"], record["properties"], tuple(record["warnings"]), attachments)


def encode(record: dict[str, Any]) -> bytes:
    """One message: a line of JSON."""
    return json.dumps(record).encode("ascii") + b"\n"


def decode(line: bytes) -> dict[str, Any]:
    """The message that encode wrote."""
    message: dict[str, Any] = json.loads(line)
    return message
