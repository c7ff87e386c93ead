"""The probe as an older version knew it: with a workflow that has been retired since."""

from dataclasses import replace

from tests.probe.domain import DOMAIN as PRESENT
from tests.probe.domain import KILL, RETIRED, WORK

DOMAIN = replace(PRESENT, workflows=(WORK, KILL, RETIRED))
