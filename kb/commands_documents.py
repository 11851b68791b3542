"""What the commands about single documents do."""

import argparse
from pathlib import Path

from kb import document_told, removal_told
from kb.assistant import Assistant
from kb.audit import person
from kb.commands import Result
from kb.correcting import put_right
from kb.corrections import FIELDS
from kb.document_finding import document_named
from kb.model import Document
from kb.removal import Effect, effect_of, remove


def documents_show(assistant: Assistant, asked: argparse.Namespace) -> Result:
    """Show one or more documents in full."""
    documents = assistant.documents()
    return _told(assistant, [document_named(documents, file) for file in asked.files])


def documents_set(assistant: Assistant, asked: argparse.Namespace) -> Result:
    """Put facts of documents right, or take corrections back, and show the documents as they are then."""
    from ingest.versions import settle

    documents = assistant.documents()
    named = [document_named(documents, file) for file in asked.files]
    told = {field: getattr(asked, field) for field in FIELDS if getattr(asked, field) is not None}
    by = person(assistant.settings, asked.by)
    put_right(assistant.base, named, told, asked.clear, by, settle)
    return _told(assistant, named)


def documents_remove(assistant: Assistant, asked: argparse.Namespace) -> Result:
    """Tell what would lose its evidence without some documents, and take them out where that is said."""
    from ingest.versions import settle

    documents = assistant.documents()
    named = [document_named(documents, file) for file in asked.files]
    effect = effect_of(assistant, named)
    told = removal_told.told(effect)
    if not asked.yes:
        return Result(f"{told}\nNothing was removed: add --yes to do it.", removal_told.json_of(effect, False))
    remove(assistant.base, assistant.settings, named, settle)
    return Result(f"{told}\nRemoved. {_where(assistant, effect)}", removal_told.json_of(effect, True))


def _where(assistant: Assistant, effect: Effect) -> str:
    own = [each for each in effect.documents if not Path(each.path).is_relative_to(assistant.settings.uploads)]
    return "The files themselves stay where they are; reading their folder again brings them back." if own else ""


def _told(assistant: Assistant, named: list[Document]) -> Result:
    store = assistant.base.store
    documents, passages = store.documents(), store.passage_counts()
    by_path = {document.path: document for document in documents}
    told = [
        document_told.told_of(
            by_path[each.path],
            store.document_as_read(each.path) or each,
            store.corrections(each.path),
            documents,
            passages.get(each.path, 0),
        )
        for each in {document.path: document for document in named}.values()
    ]
    text = "\n\n".join(document_told.text(each) for each in told)
    return Result(text, {"documents": [document_told.json_of(each) for each in told]})
