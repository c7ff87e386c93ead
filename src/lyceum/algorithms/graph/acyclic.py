"""A directed graph that stays without cycles while edges are added, and its transitive reduction."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import Generic, TypeVar

Node = TypeVar("Node", bound=Hashable)


class AcyclicGraph(Generic[Node]):
    """Nodes in an order in which every edge points forward; an edge that would close a cycle is refused.

    Source: Pearce & Kelly 2006, "A dynamic topological sort algorithm for directed acyclic graphs": an edge that
    already points forward costs nothing, another one only a search between its two ends.
    """

    def __init__(self, nodes: Iterable[Node]) -> None:
        """Start with the nodes in the order that is kept where no edge asks for another."""
        self._rank = {node: rank for rank, node in enumerate(dict.fromkeys(nodes))}
        self._after: defaultdict[Node, list[Node]] = defaultdict(list)
        self._before: defaultdict[Node, list[Node]] = defaultdict(list)

    def add_edge(self, first: Node, second: Node) -> bool:
        """Let `first` come before `second`.

        Returns:
            Whether the edge is in the graph now: False if `second` comes before `first` by other edges, or is it.
        """
        if second in self._after[first]:
            return True
        if self._rank[first] >= self._rank[second] and not self._reordered(first, second):
            return False
        self._after[first].append(second)
        self._before[second].append(first)
        return True

    def order(self) -> list[Node]:
        """The nodes, each after everything that has an edge to it."""
        return sorted(self._rank, key=self._rank.__getitem__)

    def direct_predecessors(self, node: Node) -> list[Node]:
        """Where the node's incoming edges begin, in order."""
        return sorted(self._before[node], key=self._rank.__getitem__)

    def _reordered(self, first: Node, second: Node) -> bool:
        """Move `second` and what follows it behind `first` and what leads to it, if that is possible."""
        low, high = self._rank[second], self._rank[first]
        following = self._reached(second, self._after, low, high)
        if first in following:
            return False
        leading = self._reached(first, self._before, low, high)
        moved = sorted(leading, key=self._rank.__getitem__) + sorted(following, key=self._rank.__getitem__)
        for node, rank in zip(moved, sorted(self._rank[each] for each in moved), strict=True):
            self._rank[node] = rank
        return True

    def _reached(self, start: Node, edges: Mapping[Node, Sequence[Node]], low: int, high: int) -> set[Node]:
        seen = {start}
        waiting = [start]
        while waiting:
            for node in edges.get(waiting.pop(), ()):
                if node not in seen and low <= self._rank[node] <= high:
                    seen.add(node)
                    waiting.append(node)
        return seen


def transitive_reduction(predecessors: Mapping[Node, Sequence[Node]]) -> dict[Node, list[Node]]:
    """The same graph without the edges that a longer way makes needless.

    Args:
        predecessors: of each node, in an order in which every predecessor is a key before the nodes it leads to.

    Returns:
        The direct predecessors that are left, in the order they were given.
    """
    ancestors: dict[Node, frozenset[Node]] = {}
    reduced: dict[Node, list[Node]] = {}
    for node, direct in predecessors.items():
        reduced[node] = [
            each for each in direct if not any(each in ancestors[other] for other in direct if other != each)
        ]
        ancestors[node] = frozenset(direct).union(*(ancestors[each] for each in reduced[node]))
    return reduced
