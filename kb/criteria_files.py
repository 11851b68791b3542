"""The catalogue's YAML files of one business type, read; kept parsed in the cache, because YAML is slow to read."""

import contextlib
import hashlib
import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kb.errors import CatalogueError
from kb.settings import cache_folder

EDITION = "edition"  # the file that says what the others are


@dataclass(frozen=True, slots=True)
class Files:
    """The files of one business type; dates may be text (2020-03-01)."""

    edition: str
    business_type: str
    sections: dict[str, str]  # file name without its ending -> the portal's section
    entries: dict[str, list[Any]]  # file name without its ending -> its entries
    sha256: str  # of all files, their names included


def read_files(folder: Path) -> Files:
    """The files in a folder; raises CatalogueError where one is missing, unreadable or not a list of entries."""
    parsed, sha256 = read_yaml(folder)
    if EDITION not in parsed:
        raise CatalogueError(f"There is no {EDITION}.yaml among the criteria in {folder}. Install the program again.")
    edition = parsed.pop(EDITION)
    if not isinstance(edition, dict) or not {"edition", "business_type", "sections"} <= edition.keys():
        raise CatalogueError(f"{folder / EDITION}.yaml must name edition, business_type and sections.")
    for name, entries in parsed.items():
        if not isinstance(entries, list):
            raise CatalogueError(f"{name}.yaml must be a list of entries.")
        if name not in edition["sections"]:
            raise CatalogueError(f"{EDITION}.yaml names no section for {name}.yaml: add it under sections.")
    return Files(str(edition["edition"]), str(edition["business_type"]), edition["sections"], parsed, sha256)


def read_yaml(folder: Path) -> tuple[dict[str, Any], str]:
    """The YAML files of a folder by name without ending, and the sum of them all; raises CatalogueError."""
    try:
        contents = {path.stem: path.read_bytes() for path in sorted(folder.glob("*.yaml"))}
    except OSError as error:
        raise CatalogueError(f"The criteria in {folder} cannot be read ({error}).") from error
    digest = hashlib.sha256()
    for name, content in contents.items():
        digest.update(f"{name} {len(content)}\n".encode() + content)
    return _parsed(contents, digest.hexdigest()), digest.hexdigest()


def _parsed(contents: dict[str, bytes], sha256: str) -> dict[str, Any]:
    """The parsed files, from the cache where these very bytes were parsed before."""
    cached = cache_folder() / f"criteria-{sha256[:32]}.json"
    try:
        found = json.loads(cached.read_bytes())
        if isinstance(found, dict) and found.keys() == contents.keys():
            return found
    except (OSError, ValueError):
        pass  # not parsed before
    parsed = {name: _yaml(content, f"{name}.yaml") for name, content in contents.items()}
    text = json.dumps(parsed, default=str)
    partial = cached.with_suffix(f".{os.getpid()}")
    with contextlib.suppress(OSError):  # a cache that cannot be written costs time only
        cached.parent.mkdir(parents=True, exist_ok=True)
        partial.write_text(text, encoding="utf-8")
        partial.replace(cached)
    return parsed


def _yaml(content: bytes, file: str) -> Any:
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        return yaml.load(content, Loader=loader)
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise CatalogueError(f"{file} is not well formed YAML: {' '.join(str(error).split())}") from error
