"""Our search as a llama-index retriever, so that other llama-index programs can use the knowledge base."""

from llama_index.core.callbacks.base import CallbackManager
from llama_index.core.retrievers import BaseRetriever
from llama_index.core.schema import NodeWithScore, QueryBundle, TextNode

from kb.model import Hit
from kb.search import Base, fused


class KnowledgeBaseRetriever(BaseRetriever):
    """The best passages for a query, each a TextNode that says where it was read."""

    def __init__(self, base: Base, limit: int = 10, within: str = "") -> None:
        """`within` restricts to documents whose path begins with it."""
        self._base = base
        self._limit = limit
        self._within = within
        super().__init__(callback_manager=CallbackManager())

    def _retrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        hits = fused(self._base, query_bundle.query_str, self._limit, self._within)
        return [NodeWithScore(node=self._node(hit), score=hit.score) for hit in hits]

    def _node(self, hit: Hit) -> TextNode:
        passage = hit.passage
        document = self._base.store.document(passage.path)
        metadata = {
            "document": document.name if document else passage.path,
            "page": passage.locator.page,
            "clause": passage.locator.clause,
            "start": passage.start,
            "end": passage.end,
            "sha256": document.sha256 if document else "",
        }
        return TextNode(id_=passage.id, text=passage.text, metadata=metadata)
