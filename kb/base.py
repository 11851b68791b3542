"""The knowledge base of a workspace: store, vectors and embedder kept in step."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from kb.embedding import Embedder, load_embedder
from kb.model import Document, Passage
from kb.settings import Settings
from kb.store import Store
from kb.vectors import Vectors, open_vectors


@dataclass(frozen=True, slots=True)
class Intake:
    """One file's new version, ready to be swapped in."""

    document: Document
    text: str
    passages: tuple[Passage, ...]
    size: int  # bytes of the file
    modified: int  # its modification time, ns since the epoch
