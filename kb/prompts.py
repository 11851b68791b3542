"""The prompts: files of data in prompts/, checked when they are loaded."""

import re
from dataclasses import dataclass
from string import Template

import yaml

from kb.errors import SettingsError
from kb.shipped import shipped

FRONT = re.compile(r"\A---\n(.*?)\n---\n(.*)\Z", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Prompt:
    """A prompt's text with $variables."""

    name: str
    variables: frozenset[str]
    text: str

    def filled(self, **values: str) -> str:
        """The prompt with its variables filled in."""
        return Template(self.text).substitute(values)


def load_prompt(name: str) -> Prompt:
    """A prompt by name; raises SettingsError where its front matter and its text name different variables."""
    path = shipped("prompts") / f"{name}.md"
    found = FRONT.match(path.read_text(encoding="utf-8"))
    if not found:
        raise SettingsError(f"{path} has no front matter between two lines of ---.")
    declared = frozenset(yaml.safe_load(found[1])["variables"])
    used = frozenset(Template(found[2]).get_identifiers())
    if declared != used:
        raise SettingsError(f"{path} declares {sorted(declared)} and uses {sorted(used)}.")
    return Prompt(name, declared, found[2])
