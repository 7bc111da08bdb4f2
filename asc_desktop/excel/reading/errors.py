"""Why a workbook cannot be read, as a clause that follows the file's name."""


class ReadingError(Exception):
    """A file that cannot be read. ``str(error)`` is a plain sentence or two: what is so, and what to do."""


class NotReadError(Exception):
    """What is wrong, as the rest of a sentence that begins with the file's name."""

    def sentence(self, name: str) -> str:
        """Return the sentence about a file of a name."""
        return f"“{name}” {self}"


class DamagedError(NotReadError):
    """The file is not whole, or not as its kind is; it is given a clause that says how."""

    def __init__(self, how: str) -> None:
        """Take how it is damaged."""
        super().__init__(
            f"is damaged, or not a whole copy: {how}. Nothing was taken from it. Fetch it again, or open it in "
            "Excel, save it under another name and choose that."
        )


class HostileError(NotReadError):
    """The file would take more than any tracker does, or holds what none does; it is given a clause that says what."""

    def __init__(self, what: str) -> None:
        """Take what it holds."""
        super().__init__(
            f"was not read: {what}. Nothing was taken from it. If you trust it, copy its cells into a new workbook "
            "and choose that."
        )


class EncryptedError(NotReadError):
    """The file is locked with a password, or for the people of an organisation alone."""

    def __init__(self, *, by_rights: bool = False) -> None:
        """Take whether it is rights that lock it, as those of a sensitivity label, and no password."""
        super().__init__(
            "is encrypted for the people of its organisation (a sensitivity label does that), so nothing in it can be "
            "read here. Open it in Excel, save a copy with a label that does not encrypt, and choose that copy."
            if by_rights
            else "is protected by a password, so nothing in it can be read here. Open it in Excel with the password, "
            "save a copy without one (File, Info, Protect Workbook, Encrypt with Password) and choose that copy."
        )
