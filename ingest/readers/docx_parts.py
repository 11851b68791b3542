"""The parts of a Word archive beside the body: notes, headers, comments, diagrams, embedded files."""

import posixpath
from collections.abc import Iterator
from functools import cached_property
from typing import Any
from zipfile import ZipFile

from ingest.readers.archive import is_cut, parsed_part, part_of
from ingest.readers.cleaning import clean
from ingest.readers.numbering import W
from ingest.readers.runs import words_of
from ingest.reading import Attachment, Block, BlockKind
from kb.errors import RefusedFileError

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
WEB = (".htm", ".html", ".xhtml")


class Parts:
    """Reads the parts of one Word document by what the body says of them."""

    def __init__(self, archive: ZipFile, file: str) -> None:
        self.archive, self.file = archive, file
        self.damaged = False  # a part is not well formed: words of it may be missing
        self.main = self._main_part()
        folder = posixpath.dirname(self.main)
        self.folder = f"{folder}/" if folder else ""
        self.tracked = False  # insertions or deletions in notes, headers and footers
        self._notes: dict[str, dict[str, list[str]]] = {}

    def root(self, name: str) -> Any:
        """The parsed XML part, None where the archive has none."""
        root = parsed_part(self.archive, name, self.file)
        self.damaged = self.damaged or (root is not None and is_cut(root))
        return root

    def note(self, kind: str, identity: str) -> list[str]:
        """The paragraphs of a "footnote" or an "endnote"."""
        if kind not in self._notes:
            root = self.root(f"{self.folder}{kind}s.xml")
            notes = root if root is not None else ()
            self._notes[kind] = {note.get(f"{W}id", ""): list(self._texts(note)) for note in notes}
        return self._notes[kind].get(identity, [])

    def furniture(self, kind: str) -> Iterator[Block]:
        """The texts of all headers or footers, each once."""
        seen: set[str] = set()
        names = [name for name in self.archive.namelist() if name.startswith(self.folder + kind)]
        for name in sorted(name for name in names if name.endswith(".xml")):
            root = self.root(name)
            for text in self._texts(root) if root is not None else ():
                if text not in seen:
                    seen.add(text)
                    yield Block(text, BlockKind.FURNITURE)

    def comments(self) -> Iterator[Block]:
        """The reviewers' comments with their authors."""
        root = self.root(f"{self.folder}comments.xml")
        for comment in root.iter(f"{W}comment") if root is not None else ():
            text = clean(" ".join(words_of(each).text for each in comment.iter(f"{W}p")))
            author = clean(comment.get(f"{W}author", ""))
            if text:
                yield Block(f"{author}: {text}" if author else text, BlockKind.COMMENT)

    def web_page(self, identity: str) -> tuple[Block, ...]:
        """The blocks of a web page inside the document; empty for a part of another format."""
        target = self._relations.get(identity, ("", ""))[1]
        if not target.endswith(WEB):
            return ()
        from ingest.readers.html import html_reading

        try:
            return html_reading(part_of(self.archive, target, self.file), self.file).blocks
        except RefusedFileError:
            return ()

    def diagram(self, identity: str) -> list[str]:
        """The texts in the boxes of a diagram (SmartArt)."""
        root = self.root(self._relations.get(identity, ("", ""))[1])
        paragraphs = root.iter(f"{A}p") if root is not None else ()
        texts = (clean("".join(each.text or "" for each in paragraph.iter(f"{A}t"))) for paragraph in paragraphs)
        return [text for text in texts if text]

    def embedded(self, warnings: list[str]) -> Iterator[Attachment]:
        """The files embedded in the document; those in an older form are told in warnings."""
        old = 0
        for kind, target in self._relations.values():
            if kind == "package":
                content = part_of(self.archive, target, self.file)
                if content:
                    yield Attachment(posixpath.basename(target), content)
            old += kind == "oleObject"
        if old:
            warnings.append("It has embedded objects, which were not read: open them and save them as files.")

    @cached_property
    def _relations(self) -> dict[str, tuple[str, str]]:
        """The kind and the name of each part that the body refers to, by its id; links out are left out."""
        root = self.root(f"{self.folder}_rels/{posixpath.basename(self.main)}.rels")
        found: dict[str, tuple[str, str]] = {}
        for relation in root if root is not None else ():
            if relation.get("TargetMode") != "External":
                target = posixpath.join("/", self.folder, str(relation.get("Target", "")))
                kind = str(relation.get("Type", "")).rpartition("/")[2]
                found[str(relation.get("Id"))] = kind, posixpath.normpath(target).lstrip("/")
        return found

    def _main_part(self) -> str:
        relations = self.root("_rels/.rels")
        for relation in relations if relations is not None else ():
            if str(relation.get("Type", "")).endswith("/officeDocument"):
                return str(relation.get("Target", "")).lstrip("/")
        return "word/document.xml"

    def _texts(self, container: Any) -> Iterator[str]:
        for paragraph in container.iter(f"{W}p"):
            words = words_of(paragraph)
            self.tracked = self.tracked or words.tracked
            text = clean(words.text)
            if text:
                yield text
