"""Things that belong together, found pair by pair.

Belongs here: the groups that pairs make. Does not belong here: what makes a pair.
"""


class Union:
    """Things that belong together."""

    def __init__(self, count: int) -> None:
        self._parents = list(range(count))

    def root(self, one: int) -> int:
        parents = self._parents
        while parents[one] != one:
            parents[one] = parents[parents[one]]
            one = parents[one]
        return one

    def join(self, one: int, other: int) -> None:
        self._parents[self.root(one)] = self.root(other)

    def groups(self) -> list[list[int]]:
        found: dict[int, list[int]] = {}
        for one in range(len(self._parents)):
            found.setdefault(self.root(one), []).append(one)
        return list(found.values())
