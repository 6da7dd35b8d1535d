"""Things that belong together, put together two at a time.

Belongs here: the groups. Does not belong here: why two things belong together.
"""


class Union:
    """Things that belong together."""

    def __init__(self, count: int) -> None:
        """Begin with so many things, each by itself."""
        self._parents = list(range(count))

    def root(self, one: int) -> int:
        """Return the one that stands for all that belong with a thing."""
        parents = self._parents
        while parents[one] != one:
            parents[one] = parents[parents[one]]
            one = parents[one]
        return one

    def join(self, one: int, other: int) -> None:
        """Put two things together."""
        self._parents[self.root(one)] = self.root(other)

    def groups(self) -> list[list[int]]:
        """Return what belongs together."""
        found: dict[int, list[int]] = {}
        for one in range(len(self._parents)):
            found.setdefault(self.root(one), []).append(one)
        return list(found.values())
