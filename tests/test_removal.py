"""A document goes only after it is told what would be left without evidence."""

from pathlib import Path

from door import ctpat

from ingest.pipeline import ingest
from ingest.versions import settle
from kb.assistant import Assistant
from kb.document_finding import document_named
from kb.model import Status
from kb.removal import effect_of, remove, shown_for
from kb.uploads import save_uploads


def test_what_would_lose_its_evidence_is_what_does_lose_it(assistant: Assistant) -> None:
    yard = document_named(assistant.documents(), "yard_procedure.docx")
    before = {judged.requirement.id: judged.status for each in assistant.map() for judged in each.judgements}
    told = effect_of(assistant, [yard])
    assert told.losses
    remove(assistant.base, assistant.settings, [yard], settle)
    after = {judged.requirement.id: judged.status for each in assistant.map() for judged in each.judgements}
    for loss in told.losses:
        assert (before[loss.requirement.id], after[loss.requirement.id]) == (loss.before, loss.after)
    worse = {part for part in before if before[part] is Status.COVERED and after[part] is not Status.COVERED}
    assert worse <= {loss.requirement.id for loss in told.losses}


def test_a_document_that_shows_nothing_costs_nothing(assistant: Assistant) -> None:
    shown = shown_for(assistant.map())
    idle = next(each for each in assistant.documents() if each.path not in shown)
    assert effect_of(assistant, [idle]).losses == ()


def test_an_uploaded_copy_goes_with_its_document_and_an_original_stays(assistant: Assistant) -> None:
    paths = save_uploads(assistant.settings, [("note.txt", b"The gate is locked at night and the guard has the key.")])
    with assistant.base.writing():
        ingest(paths, assistant.base)
    named = [document_named(assistant.documents(), name) for name in ("note.txt", "yard_procedure.docx")]
    remove(assistant.base, assistant.settings, named, settle)
    assert not paths[0].exists()
    assert Path(named[1].path).exists()
    assert not {each.path for each in named} & {each.path for each in assistant.documents()}


def test_the_command_does_it_only_when_told(assistant: Assistant) -> None:
    workspace = assistant.settings.workspace
    told = ctpat("--json", "documents", "remove", "yard_procedure.docx", workspace=workspace)
    assert told.code == 0, told.err
    assert (told.json["removed"], bool(told.json["losses"])) == (False, True)
    assert "Nothing was removed" in ctpat("documents", "remove", "yard_procedure.docx", workspace=workspace).out
    assert ctpat("documents", "remove", "yard_procedure.docx", "--yes", workspace=workspace).code == 0
    assert ctpat("documents", "show", "yard_procedure.docx", workspace=workspace).code == 1
