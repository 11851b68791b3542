"""One class for each thing that a user can put right; the message says how."""

import lzma
import struct
import zipfile
import zlib

# What a damaged or protected zip file raises, apart from OSError.
ZIP_FAULTS = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, EOFError, RuntimeError, ValueError)


class CtpatError(Exception):
    """Something the user can put right; its message is one sentence for them."""


class WorkspaceError(CtpatError):
    """The workspace folder, its store or its index cannot be opened or written."""


class BusyError(WorkspaceError):
    """Another program is writing to the store; nothing was changed, and it can be done again."""


class VectorsError(WorkspaceError):
    """The vector index is damaged or of another embedding model; it can be rebuilt from the store."""


class ModelMissingError(CtpatError):
    """The weights of the embedding model are missing or are not the ones expected."""


class ModelUnavailableError(CtpatError):
    """A configured language model does not answer."""


class SourceError(CtpatError):
    """A path given for ingest is missing, empty or unreadable."""


class RefusedFileError(CtpatError):
    """A file is refused; the message says why and what to do with it."""


class CatalogueError(CtpatError):
    """The criteria catalogue, or a file to import into it, is not well formed."""


class UnknownCriterionError(CtpatError):
    """No criterion goes by what was asked for, or several do."""


class LabelsError(CtpatError):
    """A file of labels is missing or is not well formed."""


class SettingsError(CtpatError):
    """A setting in ctpat.toml or the environment is not valid."""


class AccessError(CtpatError):
    """Whoever is at work may not do what they asked for."""


class UnknownDocumentError(CtpatError):
    """No document goes by what was asked for, or several do."""


class CorrectionError(CtpatError):
    """What a person says of a document cannot be so, or not be understood."""


class DecisionError(CtpatError):
    """A decision cannot be kept, or there is none of that number."""


class ChangedError(CtpatError):
    """What a person decides on has changed since they looked at it; nothing was written."""

    def __init__(self, message: str, entries: frozenset[int] = frozenset()) -> None:
        super().__init__(message)
        self.entries = entries  # of the audit trail, which the message tells


class UnknownPartyError(CtpatError):
    """No party goes by what was asked for, or several do."""


class ReviewError(CtpatError):
    """A Partner Response cannot take a step on its way to the portal, or somebody else changed it meanwhile."""


class ExportError(CtpatError):
    """What is asked for cannot be written out, or a file to write into is not what it has to be."""


class BackupError(CtpatError):
    """A backup cannot be made or restored."""
