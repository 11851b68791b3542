"""The caption of a picture or film, as a person wrote it in a file beside it."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ingest.readers.cleaning import UTF16_MARKS, clean, decode_text
from ingest.reading import Block, BlockKind
from kb.errors import RefusedFileError

LARGEST = 1024**2  # bytes
SUFFIXES = (".md", ".yaml", ".yml")
WORDS = ("caption", "description", "text", "shows", "transcript")  # front matter that is caption, not property


def caption_file(path: Path) -> Path | None:
    """The caption file of a picture or film: gate.md, gate.jpg.md, gate.yaml … beside gate.jpg."""
    for suffix in SUFFIXES:
        for candidate in (path.with_suffix(suffix), path.with_name(path.name + suffix)):
            if candidate.is_file():
                return candidate
    return None


def read_caption(path: Path) -> tuple[list[Block], dict[str, str]]:
    """The CAPTION blocks and properties (date, place, taken_by, …) written beside a file; both empty without any."""
    beside = caption_file(path)
    if beside is None:
        return [], {}
    if beside.stat().st_size > LARGEST:
        raise RefusedFileError(f"{beside.name} is larger than 1 MB: a caption says in a few lines what is shown.")
    content = beside.read_bytes()
    if b"\0" in content and not content.startswith(UTF16_MARKS):
        raise RefusedFileError(f"{beside.name} is no text: write in it as plain text what {path.name} shows.")
    text = decode_text(content)
    if beside.suffix == ".md":
        front, body = front_matter(text)
    else:
        front, body = _mapping(text, beside.name), ""
    properties = {clean(str(name)).lower(): clean(str(value)) for name, value in front.items() if value is not None}
    written = [properties.pop(word) for word in WORDS if word in properties]
    written += [clean(part.replace("**", "").lstrip("# ")) for part in body.split("\n\n")]
    return [Block(words, BlockKind.CAPTION) for words in written if words], properties


def front_matter(text: str) -> tuple[Mapping[str, Any], str]:
    """The YAML between --- lines at the start of a text, and the rest; all is text where that is not well formed."""
    if not text.startswith("---\n"):
        return {}, text
    front, mark, body = text[4:].partition("\n---")
    if not mark:
        return {}, text
    try:
        return _mapping(front, "front matter"), body.partition("\n")[2]
    except RefusedFileError:
        return {}, text


def _mapping(text: str, name: str) -> Mapping[str, Any]:
    import yaml

    try:
        if any(isinstance(event, yaml.AliasEvent) for event in yaml.parse(text, yaml.SafeLoader)):
            raise RefusedFileError(f"{name} repeats parts by reference (*): write each line out in full.")
        values = yaml.safe_load(text)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise RefusedFileError(f'{name} is not well-formed YAML: write lines such as "date: 2026-05-04".') from error
    if not isinstance(values, dict):
        raise RefusedFileError(f'{name} is not well-formed YAML: write lines such as "date: 2026-05-04".')
    return values
