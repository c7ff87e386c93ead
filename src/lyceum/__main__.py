"""The command `lyceum`, which is also `python -m lyceum`."""

import gc
import sys


def main() -> int:
    """Load the command line, and run what it is asked for."""
    # What an import makes stays. The collector would go through it dozens of times: 0.13 s of CPU at every start.
    gc.disable()
    from lyceum.cli.main import main as run  # noqa: PLC0415  to be loaded with the collector off

    gc.freeze()
    gc.enable()
    return run()


if __name__ == "__main__":
    sys.exit(main())
