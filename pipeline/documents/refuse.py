"""A file that its reader will not or cannot read, and the rule that says so.

Belongs here: the exception that every reader of a format raises. Does not belong here: the choice
of what is refused.
"""


class RefusedError(Exception):
    """The reading of a file ends here: it becomes the complaint of its document."""

    def __init__(self, rule_id: str, found: str) -> None:
        """Name the fatal rule.

        Args:
            rule_id: its id in schemas/rules.toml.
            found: what was found, for its message.
        """
        super().__init__(found)
        self.rule_id = rule_id
        self.found = found
