"""The LlamaIndex starter as a user would write it: what eval.speed compares with. Needs the extra `bench`.

It knows nothing of this project, so that any Python that has the packages can run it.
"""

import argparse
import json
import time
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import Any

NEEDED = {
    "llama_index.core": "llama-index-core",
    "llama_index.readers.file": "llama-index-readers-file",
    "llama_index.embeddings.huggingface": "llama-index-embeddings-huggingface",
    "llama_index.vector_stores.chroma": "llama-index-vector-stores-chroma",
    "docx2txt": "docx2txt",
}
COLLECTION = "documents"
FOUND = 10  # passages of a question


def ingest(folder: Path, index: Path, model: str, chunk: int) -> dict[str, float]:
    """Read a folder into a Chroma index; seconds of each step. `chunk` is tokens, 0 for the splitter's defaults."""
    begun = time.perf_counter()
    from llama_index.core import SimpleDirectoryReader, StorageContext, VectorStoreIndex
    from llama_index.core.node_parser import SentenceSplitter
    from llama_index.embeddings.huggingface import HuggingFaceEmbedding

    imported = time.perf_counter()
    documents = SimpleDirectoryReader(str(folder), recursive=True).load_data()
    read = time.perf_counter()
    splitter = SentenceSplitter(chunk_size=chunk, chunk_overlap=chunk // 10) if chunk else SentenceSplitter()
    storage = StorageContext.from_defaults(vector_store=_store(index))
    embedder = HuggingFaceEmbedding(model_name=model)
    VectorStoreIndex.from_documents(
        documents, transformations=[splitter], storage_context=storage, embed_model=embedder
    )
    return {"import": imported - begun, "read": read - imported, "embed and store": time.perf_counter() - read}


def ask(index: Path, model: str, questions: list[str]) -> list[float]:
    """Seconds of each question, after the index is loaded."""
    from llama_index.core import VectorStoreIndex
    from llama_index.embeddings.huggingface import HuggingFaceEmbedding

    embedder = HuggingFaceEmbedding(model_name=model)
    retriever = VectorStoreIndex.from_vector_store(_store(index), embed_model=embedder).as_retriever(
        similarity_top_k=FOUND
    )
    taken = []
    for question in questions:
        begun = time.perf_counter()
        retriever.retrieve(question)
        taken.append(time.perf_counter() - begun)
    return taken


def chunks(index: Path) -> list[dict[str, Any]]:
    """What is in an index: each chunk's document, place there, and the text that was embedded, after its lead."""
    from llama_index.core.schema import MetadataMode, TextNode
    from llama_index.core.vector_stores.utils import metadata_dict_to_node

    held = _store(index).client.get(include=["documents", "metadatas"])
    rows = []
    for text, metadata in zip(held["documents"], held["metadatas"], strict=True):
        node = metadata_dict_to_node(metadata)
        assert isinstance(node, TextNode)
        node.text = text
        embedded = node.get_content(MetadataMode.EMBED)
        place = {"document": node.ref_doc_id, "start": node.start_char_idx or 0, "length": len(text)}
        rows.append(place | {"embedded": embedded, "lead": embedded.rindex(text) if text else 0})
    return rows


def missing() -> list[str]:
    """The packages that are not installed for this Python."""
    return [package for module, package in NEEDED.items() if not _is_there(module)]


def _is_there(module: str) -> bool:
    try:
        return find_spec(module) is not None
    except ModuleNotFoundError:
        return False


def _store(index: Path) -> Any:
    import chromadb
    from llama_index.vector_stores.chroma import ChromaVectorStore

    client: Any = chromadb.PersistentClient(str(index))
    collection = client.get_or_create_collection(COLLECTION)
    return ChromaVectorStore(chroma_collection=collection)


def main() -> None:
    """Run one step and print what came of it as JSON on the last line."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("step", choices=("missing", "ingest", "ask", "chunks"))
    asked.add_argument("--folder", type=Path)
    asked.add_argument("--index", type=Path)
    asked.add_argument("--model", help="folder of the embedding model")
    asked.add_argument("--chunk", type=int, default=0, help="tokens of a chunk; default: the splitter's own, 1024")
    asked.add_argument("--questions", type=Path, help="JSON list of questions")
    given = asked.parse_args()
    steps: dict[str, Callable[[], object]] = {
        "missing": missing,
        "ingest": lambda: ingest(given.folder, given.index, given.model, given.chunk),
        "ask": lambda: ask(given.index, given.model, json.loads(given.questions.read_text(encoding="utf-8"))),
        "chunks": lambda: chunks(given.index),
    }
    print(json.dumps(steps[given.step]()))


if __name__ == "__main__":
    main()
