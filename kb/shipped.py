"""Where the data is that ships with the program: the criteria, the prompts, the sample company, the front door."""

from pathlib import Path

PACKAGE = Path(__file__).resolve().parent


def shipped(name: str) -> Path:
    """Path of shipped data such as "corpus/criteria": in an installed wheel inside it, else at the project's root."""
    packed = PACKAGE / "_shipped"
    return (packed if packed.is_dir() else PACKAGE.parent) / name
