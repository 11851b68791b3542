"""Files written whole or not at all."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kb.errors import SourceError


@contextmanager
def in_place_of(path: Path) -> Iterator[Path]:
    """A path beside the target to write a file or folder to; it takes the target's place when all went well.

    Until then, and where anything fails, what stood there stays. Raises SourceError where it cannot be written.
    """
    partial = path.with_name(f".{path.name}.partial")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _remove(partial)
        yield partial
        if partial.is_dir() and path.is_dir():
            path.rmdir()  # an empty one: whoever writes folders sees to that
        partial.replace(path)
    except OSError as error:
        raise SourceError(
            f"{path} cannot be written: {error.strerror or error}. Close it or choose another name."
        ) from error
    finally:
        _remove(partial)


def _remove(partial: Path) -> None:
    if partial.is_dir():
        shutil.rmtree(partial, ignore_errors=True)
    else:
        partial.unlink(missing_ok=True)
