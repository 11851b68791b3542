"""What the commands about single documents do."""

import argparse

from kb import document_told
from kb.assistant import Assistant
from kb.audit import person
from kb.commands import Result
from kb.correcting import Reading, put_right
from kb.corrections import FIELDS
from kb.document_finding import document_named
from kb.model import Document


def documents_show(assistant: Assistant, asked: argparse.Namespace) -> Result:
    """Show one or more documents in full."""
    documents = assistant.documents()
    return _told(assistant, [document_named(documents, file) for file in asked.files])


def documents_set(assistant: Assistant, asked: argparse.Namespace) -> Result:
    """Put facts of documents right, or take corrections back, and show the documents as they are then."""
    from ingest.dates import day_told
    from ingest.versions import settle

    documents = assistant.documents()
    named = [document_named(documents, file) for file in asked.files]
    told = {field: getattr(asked, field) for field in FIELDS if getattr(asked, field) is not None}
    by = person(assistant.settings, asked.by)
    put_right(assistant.base, named, told, asked.clear, by, Reading(day_told, settle))
    return _told(assistant, named)


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
