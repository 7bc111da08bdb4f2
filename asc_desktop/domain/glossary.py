"""What the words of a report mean, once for the user guide, the notes of every pack and the tool tips of figures."""

from typing import Final

TERMS: Final = {
    "Approved target": "The first target, with approved change requests and transfers.",
    "Board version": "A month’s report exactly as a board received it. It cannot be changed later.",
    "Call-in": "The working days after a decision in which members can ask for it to be looked at again.",
    "Change request": "A request to change a savings target. It changes nothing until it is approved.",
    "Closed month": "A month before the open one, once there is a board version. Changing it needs a reason.",
    "Control total": "A published figure that the savings lines must add up to.",
    "Correction": "A change to a closed month, with a reason. The next pack lists it.",
    "Cumulative": "Recurring savings carry on in later years and one-off ones do not.",
    "Delivered": "What has been saved from 1 April to the end of the month.",
    "Delivered early": "Found, over target, in an earlier year.",
    "Delivery status": "A person’s judgement of how a project is going, shown next to the suggested status.",
    "Exception": "What keeps a project from its plan, with the amount at stake and its mitigations.",
    "Exempt": "Must not be published. A public pack leaves it out; totals still include it.",
    "Forecast": "What is delivered and what is still expected by 31 March.",
    "Forecast remaining": "The forecast that is not delivered yet, of a year that has not ended.",
    "Incremental": "A saving is new in its year.",
    "Memo line": "A saving that counts in another theme. It is left out of the totals of its own.",
    "Mitigation": "What is done about an exception: by whom, and by when.",
    "Movement": "Where a part of a shortfall goes: to another year or line, or written off.",
    "Net": "Gross less the project’s costs in the year.",
    "No plan yet": "The part of a shortfall that no movement explains.",
    "Not delivered": "What was forecast of a year that has ended, and was not delivered in it.",
    "Offset by another project": "Covered by the surplus of another line in the same year.",
    "Open month": "The month that is being reported.",
    "Proposed": "Not approved yet. A proposed movement counts as a plan; a proposed target change changes nothing.",
    "Slipped": "Moved to a later year, where it is to be found.",
    "Suggested status": "The worse of savings and milestones, and at least amber with an overdue mitigation.",
    "Surplus": "What a line is forecast to save beyond what it has to find. It is in the forecast.",
    "To find": "The approved target of the year and what slipped into it from earlier years.",
    "Validated": "The part of what is delivered that finance has checked.",
    "Written off": "Will not be found. It leaves the year and goes nowhere.",
}
"""Each term in sentence case, in the order of the alphabet, with one sentence or two."""

_OTHER_NAMES: Final = {
    "Less surplus": "Surplus",
    "Forecast for year": "Forecast",
    "Slipped to later years": "Slipped",
    "Offset": "Offset by another project",
    "Offset by other projects": "Offset by another project",
    "Open": "Open month",
    "Suggested": "Suggested status",
    "Suggested RAG": "Suggested status",
}


def meaning_of(label: str) -> str:
    """Return what a label means, whatever unit it ends with; nothing for one that is no term."""
    words = label.removesuffix("£").removesuffix("£000").removesuffix("£m").strip()
    return TERMS.get(_OTHER_NAMES.get(words, words), "")
