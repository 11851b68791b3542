"""Makes the file of vectors for the catalogue's phrasings: `python -m eval.phrasing_vectors`, after editing them."""

import sys

from kb.criteria import load_catalogue
from kb.embedding import load_embedder
from kb.phrasings import save_vectors
from kb.settings import load_settings

if __name__ == "__main__":
    requirements = [part for criterion in load_catalogue().criteria for part in criterion.requirements]
    sys.stdout.write(f"{save_vectors(requirements, load_embedder(load_settings()))}\n")
