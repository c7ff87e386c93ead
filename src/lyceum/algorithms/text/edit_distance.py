"""How many typing errors lie between two words."""


def edit_distance(left: str, right: str, *, limit: int) -> int:
    """Insertions, deletions, replacements and swaps of neighbours that turn `left` into `right`.

    Args:
        left: one word.
        right: another.
        limit: at least 0; above this the exact number does not matter, and `limit + 1` is returned as soon as it is
            certain. What is done is in proportion to it and to the length, not to the square of the length.

    Source: optimal string alignment (restricted Damerau-Levenshtein), Boytsov 2011, section 2.
    """
    if abs(len(left) - len(right)) > limit:
        return limit + 1
    before: list[int] = []
    current = list(range(len(right) + 1))
    nearest_before = 0
    for row, left_letter in enumerate(left, start=1):
        two_before, before = before, current
        # So far from the diagonal are more errors than the limit (Ukkonen 1985).
        first, last = max(1, row - limit), min(len(right), row + limit)
        current = [limit + 1] * len(before)
        current[0] = row
        for column in range(first, last + 1):
            right_letter = right[column - 1]
            cost = min(
                before[column] + 1,
                current[column - 1] + 1,
                before[column - 1] + (left_letter != right_letter),
            )
            swapped = row > 1 and column > 1 and left_letter == right[column - 2] and left[row - 2] == right_letter
            current[column] = min(cost, two_before[column - 2] + 1) if swapped else cost
        nearest = min(current[first - 1 : last + 1])
        if nearest > limit and nearest_before > limit:
            return limit + 1
        nearest_before = nearest
    return min(current[-1], limit + 1)
