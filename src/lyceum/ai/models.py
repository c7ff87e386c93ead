"""Where set-up puts the models of this machine: with the environment that runs Lyceum, not into any data folder."""

import sys
from pathlib import Path
from typing import Final

# Model and version. Whoever changes what vectors come out counts up: vectors of another version are not compared.
MINILM: Final = "minilm-l6-v2-int8.1"


def model_folder() -> Path:
    """The folder of the sentence embeddings, whether it is there or not."""
    return Path(sys.prefix) / "share" / "lyceum" / "models" / MINILM
