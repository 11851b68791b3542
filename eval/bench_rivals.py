"""What a user would pick instead, as its own documents show it: eval.bench runs it. Needs the extra `bench`.

It knows nothing of this project, so that any Python that has the packages can run it. A corpus is a folder in BEIR's
form; each row is a document with its title, and a question is put to the documents of its scope.
"""

import argparse
import json
import time
from collections.abc import Callable, Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Any

STARTER, SMALL, BM25, CHROMA, HAYSTACK = "starter", "starter-small", "bm25", "chroma", "haystack"
NEEDED = {
    STARTER: ("llama_index.core", "llama_index.embeddings.huggingface", "llama_index.vector_stores.chroma"),
    SMALL: ("llama_index.core", "llama_index.embeddings.huggingface", "llama_index.vector_stores.chroma"),
    BM25: ("bm25s", "Stemmer"),
    CHROMA: ("chromadb", "sentence_transformers"),
    HAYSTACK: ("haystack", "haystack_integrations.components.embedders.sentence_transformers"),
}
COLLECTION = "documents"
SMALL_CHUNK = 256  # tokens, what the model sees of a chunk; the starter's default is 1024
WORDS = 200  # of a chunk where the user has to cut: Haystack's default, and about what the model sees
DEEP, SHALLOW = 100, 10  # chunks of a question: for its ranking, and where its time is measured
AT_ONCE = 1000  # chunks handed to Chroma at a time

Found = tuple[list[tuple[str, float]], float]  # (row, score) of chunks best first, and how sure it is of the best
Ask = Callable[[str, str, int], Found]  # question, scope, chunks -> found


def ingest(arm: str, corpus: Path, index: Path, model: str) -> dict[str, float]:
    """Index a corpus; how many chunks it has."""
    rows = [json.loads(line) for line in (corpus / "corpus.jsonl").read_text(encoding="utf-8").splitlines()]
    for row in rows:
        row["scope"] = (row.get("metadata") or {}).get("scope") or ""
        row["title"] = row.get("title") or ""
    index.mkdir(parents=True, exist_ok=True)
    return {"chunks": INGEST[arm](rows, index, model)}


def ask(arm: str, index: Path, model: str, questions: list[dict[str, str]], timed: int) -> dict[str, Any]:
    """What each question finds, and the seconds of the first `timed` ones, asked again for the best few chunks."""
    asking = OPEN[arm](index, model)
    found = {one["id"]: asking(one["text"], one["scope"], DEEP if timed else SHALLOW) for one in questions}
    taken, worked = [], []
    for one in questions[:timed]:
        begun, busy = time.perf_counter(), time.process_time()
        asking(one["text"], one["scope"], SHALLOW)
        taken.append(time.perf_counter() - begun)
        worked.append(time.process_time() - busy)
    return {
        "found": {key: rows for key, (rows, _) in found.items()},
        "sure": {key: sure for key, (_, sure) in found.items()},
        "seconds": taken,
        "cpu": worked,
    }


# The LlamaIndex starter


def _ingest_starter(rows: list[dict[str, Any]], index: Path, model: str, chunk: int = 0) -> int:
    from llama_index.core import Document, StorageContext, VectorStoreIndex
    from llama_index.core.node_parser import SentenceSplitter
    from llama_index.embeddings.huggingface import HuggingFaceEmbedding

    documents = [
        Document(
            text=row["text"],
            metadata={"title": row["title"], "row": row["_id"], "scope": row["scope"]},
            excluded_embed_metadata_keys=["row", "scope"],
        )
        for row in rows
    ]
    splitter = SentenceSplitter(chunk_size=chunk, chunk_overlap=chunk // 10) if chunk else SentenceSplitter()
    store = _starter_store(index)
    VectorStoreIndex.from_documents(
        documents,
        transformations=[splitter],
        storage_context=StorageContext.from_defaults(vector_store=store),
        embed_model=HuggingFaceEmbedding(model_name=model),
    )
    return int(store.client.count())


def _ingest_small(rows: list[dict[str, Any]], index: Path, model: str) -> int:
    return _ingest_starter(rows, index, model, SMALL_CHUNK)


def _starter_store(index: Path) -> Any:
    from llama_index.vector_stores.chroma import ChromaVectorStore

    return ChromaVectorStore(chroma_collection=_collection(index))


def _open_starter(index: Path, model: str) -> Ask:
    from llama_index.core import VectorStoreIndex
    from llama_index.core.vector_stores import MetadataFilter, MetadataFilters
    from llama_index.embeddings.huggingface import HuggingFaceEmbedding

    held = VectorStoreIndex.from_vector_store(_starter_store(index), embed_model=HuggingFaceEmbedding(model_name=model))

    def asking(question: str, scope: str, limit: int) -> Found:
        only = MetadataFilters(filters=[MetadataFilter(key="scope", value=scope)]) if scope else None
        nodes = held.as_retriever(similarity_top_k=limit, filters=only).retrieve(question)
        return _found([(str(node.metadata["row"]), float(node.score or 0.0)) for node in nodes])

    return asking


# Plain BM25


def _ingest_bm25(rows: list[dict[str, Any]], index: Path, _model: str) -> int:
    import bm25s
    import Stemmer

    texts = [f"{row['title']} {row['text']}" for row in rows]
    tokens = bm25s.tokenize(texts, stopwords="en", stemmer=Stemmer.Stemmer("english"), show_progress=False)
    retriever = bm25s.BM25(k1=1.2, b=0.75)
    retriever.index(tokens, show_progress=False)
    retriever.save(str(index))
    (index / "rows.json").write_text(json.dumps([[row["_id"], row["scope"]] for row in rows]), encoding="utf-8")
    return len(rows)


def _open_bm25(index: Path, _model: str) -> Ask:
    import bm25s
    import numpy
    import Stemmer

    retriever = bm25s.BM25.load(str(index))
    stemmer = Stemmer.Stemmer("english")
    rows = json.loads((index / "rows.json").read_text(encoding="utf-8"))
    scopes = numpy.array([scope for _, scope in rows])

    def asking(question: str, scope: str, limit: int) -> Found:
        tokens = bm25s.tokenize([question], stopwords="en", stemmer=stemmer, show_progress=False)
        mask = (scopes == scope).astype("float32") if scope else None
        places, scores = retriever.retrieve(tokens, k=min(limit, len(rows)), show_progress=False, weight_mask=mask)
        return _found([(rows[p][0], float(s)) for p, s in zip(places[0], scores[0], strict=True) if s > 0])

    return asking


# Chroma alone


def _ingest_chroma(rows: list[dict[str, Any]], index: Path, model: str) -> int:
    from sentence_transformers import SentenceTransformer

    chunks = [(row, part) for row in rows for part in _cut(f"{row['title']}\n{row['text']}")]
    embedder = SentenceTransformer(model, device="cpu")
    collection = _collection(index)
    for begin in range(0, len(chunks), AT_ONCE):
        some = chunks[begin : begin + AT_ONCE]
        collection.add(
            ids=[str(begin + place) for place in range(len(some))],
            documents=[part for _, part in some],
            metadatas=[{"row": row["_id"], "scope": row["scope"]} for row, _ in some],
            embeddings=embedder.encode([part for _, part in some], show_progress_bar=False),
        )
    return len(chunks)


def _open_chroma(index: Path, model: str) -> Ask:
    from sentence_transformers import SentenceTransformer

    embedder = SentenceTransformer(model, device="cpu")
    collection = _collection(index)

    def asking(question: str, scope: str, limit: int) -> Found:
        found = collection.query(
            query_embeddings=embedder.encode([question], show_progress_bar=False),
            n_results=limit,
            where={"scope": scope} if scope else None,
            include=["metadatas", "distances"],
        )
        pairs = zip(found["metadatas"][0], found["distances"][0], strict=True)
        return _found([(str(row["row"]), 1 - float(distance)) for row, distance in pairs])

    return asking


def _cut(text: str) -> list[str]:
    words = text.split()
    return [" ".join(words[begin : begin + WORDS]) for begin in range(0, max(len(words), 1), WORDS)]


def _collection(index: Path) -> Any:
    import chromadb

    client: Any = chromadb.PersistentClient(str(index))
    return client.get_or_create_collection(
        COLLECTION, embedding_function=None, configuration={"hnsw": {"space": "cosine"}}
    )


# Haystack's hybrid: BM25 and embeddings, joined by rank


def _ingest_haystack(rows: list[dict[str, Any]], index: Path, model: str) -> int:
    from haystack import Document
    from haystack.components.preprocessors import DocumentSplitter
    from haystack.document_stores.in_memory import InMemoryDocumentStore
    from haystack_integrations.components.embedders.sentence_transformers import SentenceTransformersDocumentEmbedder

    documents = [
        Document(
            content=f"{row['title']}\n{row['text']}", meta={"row": row["_id"], "scope": row["scope"], "place": place}
        )
        for place, row in enumerate(rows)
    ]
    chunks = DocumentSplitter(split_by="word", split_length=WORDS).run(documents=documents)["documents"]
    embedder = SentenceTransformersDocumentEmbedder(model=model, progress_bar=False)
    embedder.warm_up()
    store = InMemoryDocumentStore(embedding_similarity_function="cosine")
    store.write_documents(embedder.run(documents=chunks)["documents"])
    store.save_to_disk(str(index / "store.json"))
    return len(chunks)


def _open_haystack(index: Path, model: str) -> Ask:
    from haystack.components.joiners import DocumentJoiner
    from haystack.components.retrievers.in_memory import InMemoryBM25Retriever, InMemoryEmbeddingRetriever
    from haystack.document_stores.in_memory import InMemoryDocumentStore
    from haystack_integrations.components.embedders.sentence_transformers import SentenceTransformersTextEmbedder

    store = InMemoryDocumentStore.load_from_disk(str(index / "store.json"))
    embedder = SentenceTransformersTextEmbedder(model=model, progress_bar=False)
    embedder.warm_up()
    words, meaning = InMemoryBM25Retriever(store), InMemoryEmbeddingRetriever(store)
    joiner = DocumentJoiner(join_mode="reciprocal_rank_fusion")

    def asking(question: str, scope: str, limit: int) -> Found:
        only = {"field": "meta.scope", "operator": "==", "value": scope} if scope else None
        by_words = words.run(query=question, filters=only, top_k=limit)["documents"]
        vector = embedder.run(text=question)["embedding"]
        near = meaning.run(query_embedding=vector, filters=only, top_k=limit)["documents"]
        joined = joiner.run(documents=[by_words, near])["documents"]
        rows, _ = _found([(str(one.meta["row"]), float(one.score or 0.0)) for one in joined])
        return rows, max((float(one.score or 0.0) for one in near), default=0.0)  # a joined score is of ranks only

    return asking


def _found(rows: list[tuple[str, float]]) -> Found:
    return rows, rows[0][1] if rows else 0.0


INGEST: Mapping[str, Callable[[list[dict[str, Any]], Path, str], int]] = {
    STARTER: _ingest_starter,
    SMALL: _ingest_small,
    BM25: _ingest_bm25,
    CHROMA: _ingest_chroma,
    HAYSTACK: _ingest_haystack,
}
OPEN: Mapping[str, Callable[[Path, str], Ask]] = {
    STARTER: _open_starter,
    SMALL: _open_starter,
    BM25: _open_bm25,
    CHROMA: _open_chroma,
    HAYSTACK: _open_haystack,
}


def missing() -> dict[str, list[str]]:
    """Arm -> the modules that are not installed for this Python."""
    return {arm: [module for module in modules if not _is_there(module)] for arm, modules in NEEDED.items()}


def _is_there(module: str) -> bool:
    try:
        return find_spec(module) is not None
    except ModuleNotFoundError:
        return False


def main() -> None:
    """Run one step and print what came of it as JSON on the last line."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("step", choices=("missing", "ingest", "ask"))
    asked.add_argument("--arm", choices=tuple(NEEDED))
    asked.add_argument("--corpus", type=Path, help="folder in BEIR's form")
    asked.add_argument("--index", type=Path)
    asked.add_argument("--model", help="folder of the embedding model")
    asked.add_argument("--questions", type=Path, help="JSON list of questions: id, text, scope")
    asked.add_argument("--timed", type=int, default=0, help="how many of them are asked again for their time")
    given = asked.parse_args()
    steps: dict[str, Callable[[], object]] = {
        "missing": missing,
        "ingest": lambda: ingest(given.arm, given.corpus, given.index, given.model),
        "ask": lambda: ask(
            given.arm, given.index, given.model, json.loads(given.questions.read_text(encoding="utf-8")), given.timed
        ),
    }
    print(json.dumps(steps[given.step]()))


if __name__ == "__main__":
    main()
