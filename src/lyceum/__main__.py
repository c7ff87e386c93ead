"""`python -m lyceum` is the command `lyceum`."""

import sys

from lyceum.cli.main import main

sys.exit(main())
