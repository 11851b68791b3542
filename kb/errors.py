"""One class for each thing that a user can put right; the message says how."""


class CtpatError(Exception):
    """Something the user can put right; its message is one sentence for them."""


class WorkspaceError(CtpatError):
    """The workspace folder, its store or its index cannot be opened or written."""


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


class UnknownPartyError(CtpatError):
    """No party goes by what was asked for, or several do."""


class ReviewError(CtpatError):
    """A Partner Response cannot take a step on its way to the portal, or somebody else changed it meanwhile."""


class ExportError(CtpatError):
    """What is asked for cannot be written out, or a file to write into is not what it has to be."""


class BackupError(CtpatError):
    """A backup cannot be made or restored."""
