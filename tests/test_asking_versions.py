"""What changed between two versions of a paper."""

from contextlib import closing
from pathlib import Path

import numpy

from kb.asking_versions import tell_changes
from kb.citations import Gate
from kb.model import Document, Passage
from kb.store import Store


def test_a_version_that_is_not_embedded_yet_is_told_too(tmp_path: Path) -> None:
    old = Document("/old.md", "Seals 1.md", "0" * 64, title="Seals", superseded_by="/new.md")
    new = Document("/new.md", "Seals 2.md", "1" * 64, title="Seals")
    said = {"/old.md": "The guard checks every seal at the gate.", "/new.md": "The guard checks each seal on the yard."}
    with closing(Store(tmp_path / "store.sqlite3")) as store:
        for document in (old, new):
            text = said[document.path]
            store.replace(document, text, [Passage(document.path, document.path, 0, len(text), text)])
        store.put_vectors(["/old.md"], numpy.ones((1, 8), dtype=numpy.float32))
        verify = Gate({each.path: each for each in (old, new)}.get, store.text).verify
        told = tell_changes("What changed in the new version of Seals 2.md?", [old, new], store, verify)
    assert told and said["/old.md"] in told.text and said["/new.md"] in told.text
