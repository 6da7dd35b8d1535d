"""Things that belong together, found pair by pair.

Belongs here: the groups that pairs make. Does not belong here: what makes a pair.
"""


class Union:
    """Things, by number, that belong together."""

    def __init__(self, count: int) -> None:
        """Begin with so many things, each by itself."""
        self._parents = list(range(count))

    def root(self, one: int) -> int:
        """Return what stands for the group of a thing."""
        parents = self._parents
        while parents[one] != one:
            parents[one] = parents[parents[one]]
            one = parents[one]
        return one

    def join(self, one: int, other: int) -> None:
        """Put the groups of two things together."""
        self._parents[self.root(one)] = self.root(other)

    def groups(self) -> list[list[int]]:
        """Return the groups."""
        found: dict[int, list[int]] = {}
        for one in range(len(self._parents)):
            found.setdefault(self.root(one), []).append(one)
        return list(found.values())
