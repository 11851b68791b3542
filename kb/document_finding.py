"""The document that a person names."""

import os
from collections.abc import Callable, Sequence
from difflib import get_close_matches

from kb.errors import UnknownDocumentError
from kb.model import Document

SHOWN = 5  # names in a sentence


def document_named(documents: Sequence[Document], told: str) -> Document:
    """The document of a path, of the name that people see, or of a file's name that no other bears.

    Raises UnknownDocumentError, which names those that it could be.
    """
    wanted = told.strip().replace("\\", "/").removeprefix("./")
    full = os.path.abspath(told)  # noqa: PTH100 the base keeps links as they are
    tiers: tuple[Callable[[Document], bool], ...] = (
        lambda document: document.path in (told, full),
        lambda document: document.name == wanted,
        lambda document: document.name.lower() == wanted.lower(),
        lambda document: f"/{document.name}".lower().endswith(f"/{wanted}".lower()),
        lambda document: _stem(document.name) == wanted.rpartition("/")[2].lower() and "/" not in wanted,
    )
    for fits in tiers:
        found = [document for document in documents if fits(document)]
        if len(found) == 1:
            return found[0]
        if found and wanted:
            raise UnknownDocumentError(f"“{told}” can be {len(found)} documents: {_listed(found)}. Name one in full.")
    near = _near(documents, wanted)
    hint = f" Did you mean {_listed(near)}?" if near else " ctpat documents lists them."
    raise UnknownDocumentError(f"No document goes by “{told}”.{hint}")


def _near(documents: Sequence[Document], wanted: str) -> list[Document]:
    words = wanted.rpartition("/")[2].lower()
    holding = [document for document in documents if len(words) >= 3 and words in document.name.lower()]
    by_name = {document.name.rpartition("/")[2].lower(): document for document in documents}
    by_name |= {_stem(document.name): document for document in documents}
    close = [by_name[name] for name in get_close_matches(words, by_name, n=SHOWN, cutoff=0.6)]
    return list({document.path: document for document in (*holding, *close)}.values())


def _listed(documents: Sequence[Document]) -> str:
    names = [document.name for document in documents]
    if len(set(names)) < len(names):  # two folders hold a file of one name
        names = [document.path for document in documents]
    more = f" and {len(names) - SHOWN} more" if len(names) > SHOWN else ""
    return ", ".join(names[:SHOWN]) + more


def _stem(name: str) -> str:
    return name.rpartition("/")[2].rpartition(".")[0].lower()
