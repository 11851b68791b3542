"""The knowledge base: criteria, documents, evidence, coverage, answers and drafts."""

__version__ = "0.1.0"
