"""CBP's published criteria as a document of rows, read in another process."""

from datetime import date
from pathlib import Path

from ingest.isolate import Isolation
from kb.errors import RefusedFileError
from kb.model import Flag, MscCriterion, MscDocument


def read_msc(path: Path) -> MscDocument:
    """The criteria of a PDF of CBP's; raises RefusedFileError for any other file, and for one not read whole."""
    with Isolation() as isolation:
        reading = isolation.read(path, "msc")
    if reading.warnings:
        raise RefusedFileError(f"{path.name}: {' '.join(reading.warnings)} Get the document from CBP again.")
    rows = [
        MscCriterion(msc_id, criterion, guidance, Flag(flag))
        for msc_id, criterion, guidance, flag in (block.cells for block in reading.blocks)
    ]
    said = reading.properties
    return MscDocument(path.name, said["business_type"], date.fromisoformat(said["edition"]), tuple(rows))
