"""CPU and memory of processes, read from /proc."""

import os
from dataclasses import dataclass
from pathlib import Path

_TICKS_PER_S = os.sysconf("SC_CLK_TCK")
_KB_PER_MB = 1024


@dataclass(frozen=True, slots=True)
class Memory:
    """Of one process: what it maps (RSS), and its fair share of what is shared (PSS); MB."""

    rss_mb: float
    pss_mb: float


def cpu_s(pid: int, *, with_ended_children: bool = True) -> float:
    """CPU seconds a process has used; its children's count once they have ended."""
    # The second field is the program's name in parentheses, which may hold anything.
    fields = _read(pid, "stat").rpartition(")")[2].split()
    user, system, children_user, children_system = (int(field) / _TICKS_PER_S for field in fields[11:15])
    own = user + system
    return own + children_user + children_system if with_ended_children else own


def tree_cpu_s(pid: int) -> float:
    """CPU seconds of a process, the children it has and those it had."""
    return sum(cpu_s(member) for member in tree(pid))


def memory(pid: int) -> Memory:
    """The memory of one process."""
    sizes = {}
    for line in _read(pid, "smaps_rollup").splitlines()[1:]:
        name, _, size = line.partition(":")
        sizes[name] = int(size.split()[0]) / _KB_PER_MB
    return Memory(rss_mb=sizes["Rss"], pss_mb=sizes["Pss"])


def threads(pid: int) -> int:
    """How many threads a process has."""
    return sum(1 for _ in Path(f"/proc/{pid}/task").iterdir())


def tree(pid: int) -> list[int]:
    """A process and its descendants."""
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and (stat := _read(int(entry.name), "stat")):
            children.setdefault(int(stat.rpartition(")")[2].split()[1]), []).append(int(entry.name))
    found = [pid]
    for member in found:
        found += children.get(member, [])
    return found


def _read(pid: int, name: str) -> str:
    """What /proc says; empty for a process that has just ended."""
    try:
        return Path(f"/proc/{pid}/{name}").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return ""
