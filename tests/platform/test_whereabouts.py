"""What is known of other processes: only that one of this machine has ended, and only when that is certain."""

import os
import subprocess
import sys

from lyceum.platform.takeover import has_ended, machine


def test_a_process_of_this_machine_has_ended_when_it_has() -> None:
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()

    assert has_ended(machine(), gone.pid)
    assert not has_ended(machine(), os.getpid())


def test_of_another_machine_nothing_is_certain() -> None:
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()

    assert not has_ended(f"{machine()} elsewhere", gone.pid)


def test_a_process_of_somebody_else_has_not_ended() -> None:
    """The first process is always there; to most it is a stranger's."""
    assert not has_ended(machine(), 1)
