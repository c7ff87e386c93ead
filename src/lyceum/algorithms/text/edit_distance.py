"""How many typing errors lie between two words."""


def edit_distance(left: str, right: str, *, limit: int) -> int:
    """Insertions, deletions, replacements and swaps of neighbours that turn `left` into `right`.

    Args:
        left: one word.
        right: another.
        limit: above this the exact number does not matter; `limit + 1` is returned as soon as it is certain.

    Source: optimal string alignment (restricted Damerau-Levenshtein), Boytsov 2011, section 2.
    """
    if abs(len(left) - len(right)) > limit:
        return limit + 1
    before: list[int] = []
    current = list(range(len(right) + 1))
    for row, left_letter in enumerate(left, start=1):
        two_before, before = before, current
        current = [row]
        for column, right_letter in enumerate(right, start=1):
            cost = min(
                before[column] + 1,
                current[column - 1] + 1,
                before[column - 1] + (left_letter != right_letter),
            )
            swapped = row > 1 and column > 1 and left_letter == right[column - 2] and left[row - 2] == right_letter
            current.append(min(cost, two_before[column - 2] + 1) if swapped else cost)
        if min(current) > limit and min(before) > limit:
            return limit + 1
    return min(current[-1], limit + 1)
