"""What the processes of eval.kills do: one ingests and is killed, another looks at what it left; both are forked."""

import json
import os
import signal
import sys
import time
import traceback
from collections.abc import Callable, Sequence
from contextlib import closing, redirect_stderr, redirect_stdout, suppress
from dataclasses import dataclass
from importlib import import_module
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zlib import crc32

import kb.base
import kb.index
import kb.opening
import kb.store
import kb.vectors
import kb.writer
from eval import kills_check as check
from kb.cli import main
from kb.embedding import Embedder, load_embedder
from kb.settings import load_settings
from kb.store import Store

if TYPE_CHECKING:
    from numpy import float32
    from numpy.typing import NDArray

# Narrow windows: the call to stand before or after, and how many of it an ingest makes
PLACES: dict[str, tuple[Any, str, int]] = {
    "store made": (kb.store, "open_store", 1),
    "lock signed": (kb.writer, "_sign", 1),
    "small value set": (Store, "set_meta", 4),
    "file swapped": (Store, "replace", 16),
    "vectors put in store": (Store, "put_vectors", 3),
    "batch swapped": (kb.base.KnowledgeBase, "swap", 4),
    "file removed": (Store, "remove", 15),
    "versions settled": (Store, "update", 1),
    "outcomes kept": (Store, "save_outcomes", 1),
    "index noted stale": (kb.index, "note_out_of_step", 1),
    "index opened": (kb.index, "Vectors", 1),
    "index put": (kb.vectors.Vectors, "put", 2),
    "index deleted": (kb.vectors.Vectors, "delete", 1),
    "index noted": (kb.index, "note", 1),
    "index put away": (kb.index.Index, "_put_aside", 1),
    "index removed": (kb.index.Index, "_remove", 1),
}
# The bases in which an ingest comes to some of them
SHAPES = {name: "large" for name in PLACES if name.startswith("index ")}
SHAPES |= {"index opened": "grows", "index put away": "shrinks", "index removed": "shrinks"}
PROGRAM = "import sys, kb.index; from kb.cli import main; kb.index.EXACT_MOST = {most}; sys.exit(main(sys.argv[1:]))"
QUESTION = "Who counts the seals at the gate?"
SAMPLED = 25  # of every so many passages the vector is made anew, where the real model makes it


@dataclass(frozen=True, slots=True)
class Window:
    """A narrow place at which a process ends itself: before or after the n-th call."""

    place: str
    after: bool
    call: int


class Stub:
    """An embedder that costs nothing: vectors of unit length by the text's sum."""

    name, sha256, dimension = "stub", "", 64

    def embed(self, texts: Sequence[str]) -> "NDArray[float32]":
        """Vectors (texts, 64), float32, each of unit length."""
        import numpy

        made = [numpy.random.default_rng(crc32(text.encode())).normal(size=self.dimension) for text in texts]
        vectors = numpy.array(made).reshape(len(made), self.dimension)
        return numpy.asarray(vectors / numpy.linalg.norm(vectors, axis=1, keepdims=True), dtype=numpy.float32)


def forked(work: Callable[[], int], log: Path) -> int:
    """The id of a new process, leader of a group of its own, that does the work and ends with its answer."""
    child = os.fork()
    if child:
        return child
    code = 70
    try:
        os.setsid()
        with log.open("w", encoding="utf-8") as file:
            os.dup2(file.fileno(), 1)
            os.dup2(file.fileno(), 2)
        sys.stdout, sys.stderr = (os.fdopen(each, "w", closefd=False) for each in (1, 2))
        code = work()
    except BaseException:  # noqa: BLE001 whatever it is, this process must not go on as a second parent
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def preload(place: Path) -> None:
    """Import what an ingest imports, so that processes forked from here need not; no thread is started."""
    papers, log = place / "preload", place / "modules"
    papers.mkdir(exist_ok=True)
    (papers / "seals.md").write_text("# Seals\n\nSeals are counted.\n", encoding="utf-8")

    def work() -> int:
        code = ingest(place / "preload workspace", papers, real=False, most=0)
        main(["--workspace", str(place / "preload workspace"), "ask", QUESTION])
        log.write_text("\n".join(name for name in list(sys.modules) if name != "__main__"), encoding="utf-8")
        return code

    os.waitpid(forked(work, place / "preload.log"), 0)
    for name in log.read_text(encoding="utf-8").splitlines():
        with suppress(ImportError):
            import_module(name)


def ingest(workspace: Path, documents: Path, real: bool, most: int, window: Window | None = None) -> int:
    """`ctpat ingest` with an index from so many passages on, and with an end in the window where one is given."""
    kb.index.EXACT_MOST = most
    if not real:
        vars(kb.base)["load_embedder"] = lambda _: Stub()
    if window:
        _arm(window)
    return main(["--workspace", str(workspace), "ingest", str(documents)])


def _arm(window: Window) -> None:
    owner, name, _ = PLACES[window.place]
    called = getattr(owner, name)
    calls = 0

    def standing(*given: Any, **named: Any) -> Any:
        nonlocal calls
        calls += 1
        if calls == window.call and not window.after:
            end_group(os.getpid())
        result = called(*given, **named)
        if calls == window.call:
            end_group(os.getpid())
        return result

    setattr(owner, name, standing)


def end_group(process: int) -> None:
    """End a process with all that it started, at once and without a word."""
    os.killpg(process, signal.SIGKILL)
    if process == os.getpid():
        time.sleep(60)


def look(workspace: Path, documents: Path, before: Path, after: Path, real: bool, most: int, result: Path) -> int:
    """Look at a base that a kill left, bring it up to date, compare; what was wrong is written to `result`."""
    kb.index.EXACT_MOST = most
    embedder: Embedder = load_embedder(load_settings(workspace)) if real else Stub()
    vars(kb.base)["load_embedder"] = lambda _: embedder
    told: dict[str, Any] = {"reading": _readers(workspace)}
    found, old, new = (check.contents(base) for base in (workspace / "store.sqlite3", before, after))
    told["phase"] = _phase(found, old, new)
    told["whole"] = check.parted(found, old, new) + check.unsound(workspace / "store.sqlite3")
    told["agree"] = check.wrong_vectors(found, embedder, SAMPLED if real else 1) + _search(workspace, found, embedder)
    with redirect_stdout(StringIO()), redirect_stderr(StringIO()) as said:
        code = main(["--workspace", str(workspace), "ingest", str(documents)])
    found = check.contents(workspace / "store.sqlite3")
    told["after"] = [] if code == 0 else [f"the next ingest ended with {code}: {said.getvalue()[-500:]}"]
    told["after"] += check.differences(found, new) + check.unsound(workspace / "store.sqlite3")
    with closing(Store(workspace / "store.sqlite3")) as store:
        told["after"] += ["the mark of a broken-off ingest stands"] if store.meta(kb.base.UNFINISHED) else []
        told["after"] += check.index_faults(found, workspace / "vectors", store.vectors_state, embedder, most)
    result.write_text(json.dumps(told), encoding="utf-8")
    return 0


def _readers(workspace: Path) -> list[str]:
    """What goes wrong for who opens the base with the plain program at once."""
    sys.modules.pop("chromadb", None)  # as in a process of its own, which reads past Chroma's client
    faults = []
    for command in (["documents"], ["ask", QUESTION]):
        with redirect_stdout(StringIO()) as printed, redirect_stderr(StringIO()) as said:
            code = main(["--workspace", str(workspace), "--json", *command])
        if code != 0 or not printed.getvalue().startswith("{"):
            faults.append(f"ctpat {command[0]} ended with {code}: {said.getvalue()[-500:]}")
    return faults


def _search(workspace: Path, found: check.Contents, embedder: Embedder) -> list[str]:
    """Of each document, whether its first passage is found by its own vector, as the program finds it."""
    import numpy

    rows = [document["passages"][0] for document in found.values() if document["passages"][0][-1] is not None]
    if not rows:
        return []
    settings = load_settings(workspace)
    asked = numpy.frombuffer(b"".join(row[-1] for row in rows), dtype=numpy.float32).reshape(len(rows), -1)
    with closing(Store(settings.database)) as store:
        index = kb.index.Index(store, settings.vectors, lambda: embedder)
        nearest = index.nearest(asked, 1)
        index.close()
    return [f"search does not find {row[0]}" for row, hits in zip(rows, nearest, strict=True) if hits[0][1] < 1 - 1e-3]


def _phase(found: check.Contents, old: check.Contents, new: check.Contents) -> str:
    """How far the ingest had come, by what is in the store."""
    changes = [path for path in old.keys() | new.keys() if check.whole(old.get(path)) != check.whole(new.get(path))]
    waiting = [path for path in changes if check.whole(found.get(path)) == check.whole(old.get(path))]
    if len(waiting) == len(changes):
        return "nothing swapped"
    if waiting:
        return "some files swapped"
    return "all swapped, versions open" if check.differences(found, new) else "all settled"
