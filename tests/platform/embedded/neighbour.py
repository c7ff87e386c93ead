"""Another Lyceum process on a data folder: starts the servers, says where they are, stops when told.

Run as a program with the data folder. The end of its standard input means stop.
"""

import json
import sys
from pathlib import Path

from lyceum.platform.embedded.contracts import THROWAWAY_SETTINGS, EmbeddedOptions
from lyceum.platform.embedded.errors import EmbeddedError
from lyceum.platform.embedded.supervisor import Supervisor


def main() -> None:
    supervisor = Supervisor(Path(sys.argv[1]), options=EmbeddedOptions(postgres_settings=THROWAWAY_SETTINGS))
    try:
        servers = supervisor.start()
    except EmbeddedError as error:
        answer(error=str(error))
        return
    answer(how=servers.how, database_url=servers.database_url, valkey_url=servers.valkey_url)
    sys.stdin.read()
    answer(stopped=supervisor.stop())


def answer(**facts: str) -> None:
    sys.stdout.write(json.dumps(facts) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
