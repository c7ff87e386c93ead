"""Graphs that stay without cycles, and their transitive reduction."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from lyceum.algorithms.graph.acyclic import AcyclicGraph, transitive_reduction

edges = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=60)


def test_only_what_lies_between_the_ends_of_an_edge_moves() -> None:
    graph = AcyclicGraph("abcd")
    graph.add_edge("d", "b")

    assert graph.order() == ["a", "d", "c", "b"]


def test_an_edge_that_would_close_a_cycle_is_refused() -> None:
    graph = AcyclicGraph("abc")

    assert graph.add_edge("a", "b")
    assert graph.add_edge("b", "c")
    assert not graph.add_edge("c", "a")
    assert not graph.add_edge("a", "a")
    assert graph.direct_predecessors("c") == ["b"]


def test_an_edge_that_a_longer_way_makes_needless_goes() -> None:
    assert transitive_reduction({"a": [], "b": ["a"], "c": ["a", "b"]}) == {"a": [], "b": ["a"], "c": ["b"]}


@given(edges)
def test_every_edge_points_forward_and_only_cycles_are_refused(wished: list[tuple[int, int]]) -> None:
    graph = AcyclicGraph(range(10))
    taken: set[tuple[int, int]] = set()

    for first, second in wished:
        if graph.add_edge(first, second):
            taken.add((first, second))
        else:
            assert first == second or _reaches(taken, second, first)
        rank = {node: index for index, node in enumerate(graph.order())}
        assert all(rank[left] < rank[right] for left, right in taken)


@given(edges)
def test_the_reduction_reaches_the_same_with_no_edge_to_spare(wished: list[tuple[int, int]]) -> None:
    graph = AcyclicGraph(range(10))
    for first, second in wished:
        graph.add_edge(first, second)
    before = {node: graph.direct_predecessors(node) for node in graph.order()}

    after = transitive_reduction(before)

    full = {(first, node) for node, direct in before.items() for first in direct}
    left = {(first, node) for node, direct in after.items() for first in direct}
    assert all(_reaches(left, *edge) for edge in full)
    assert not any(_reaches(left - {edge}, *edge) for edge in left)


def _reaches(known: set[tuple[int, int]], start: int, end: int) -> bool:
    reached = {start}
    for _ in range(10):
        reached |= {right for left, right in known if left in reached}
    return end in reached


def test_a_chain_added_backwards_is_ordered() -> None:
    graph = AcyclicGraph(range(50, -1, -1))
    for first, second in pairwise(range(51)):
        assert graph.add_edge(first, second)

    assert graph.order() == list(range(51))
