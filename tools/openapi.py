"""Write the API's own description, which the web app's types are generated from: `python -m tools.openapi FILE`.

The same code gives the same bytes, so that a build can tell whether anything has changed.
"""

import json
import sys
from collections.abc import Sequence
from pathlib import Path

from lyceum.app.composition import compose
from lyceum.app.domains import DOMAINS
from lyceum.app.http import describe_api


def main(arguments: Sequence[str]) -> int:
    """Write it to the file named, whose folder is made if need be."""
    if len(arguments) != 1:
        print("Name the file to write: python -m tools.openapi FILE", file=sys.stderr)
        return 2
    file = Path(arguments[0])
    file.parent.mkdir(parents=True, exist_ok=True)
    document = describe_api(compose(DOMAINS)).openapi()
    file.write_text(json.dumps(document, indent=1, sort_keys=True, ensure_ascii=False) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
