"""What a board is asked: each thing once, in the section that both the workbook and the PDF draw."""

from asc_desktop.domain.records.delivery import Movement
from asc_desktop.domain.records.governance import Decision, DecisionOption, ProgrammeCommentary
from asc_desktop.domain.records.office import Board, BoardMeeting, ExemptMark
from asc_desktop.domain.report.publication import public_report
from asc_desktop.pack.asks import asks
from asc_desktop.pack.document import Day, Heading, Letter, Money, Note, Section, Table, Words
from asc_desktop.pack.edition import WHOLE
from tests.unit.domain.portfolio import OPEN, Desk


def tables(section: Section) -> dict[str, Table]:
    """Return the tables by the heading that they stand under."""
    found, heading = {}, ""
    for block in section.blocks:
        if isinstance(block, Heading):
            heading = block.text
        elif isinstance(block, Table):
            found[heading] = block
    return found


def decide(desk: Desk, ref: str, stage: str, **more: object) -> Decision:
    values = {"subject": f"Subject {ref}", "kind": "cabinet", "revenue_pence": 100_00, **more}
    return desk.add(Decision(id=ref, programme_id="prog", ref=ref, stage=stage, **values))  # type: ignore[arg-type]


def test_how_the_programme_is_with_both_letters_and_the_commentary(desk: Desk) -> None:
    desk.status("red")
    desk.add(
        ProgrammeCommentary(id="c", programme_id="prog", period=OPEN, rag="green", commentary="Well begun.")
    )
    section = asks(desk.build(), WHOLE)
    (row,) = tables(section)[""].rows
    assert row.cells[0] == Words("ASC", "", strong=True)
    assert row.cells[1:3] == (Letter("red"), Letter("green"))
    assert isinstance(row.cells[3], Words)
    assert "1 of 2 live projects is red" in row.cells[3].text
    assert Note("Well begun.", is_quiet=False) in section.blocks


def test_nothing_asked_is_said(desk: Desk) -> None:
    section = asks(desk.build(), WHOLE)
    assert Note("Nothing waits for the board’s decision or approval.", is_quiet=False) in section.blocks
    assert list(tables(section)) == [""]


def test_decisions_proposed_movements_and_change_requests_are_asked_for_and_nothing_else(desk: Desk) -> None:
    decide(desk, "D-1", "for_decision", decision_date=None)
    desk.add(DecisionOption(id="o", decision_id="D-1", name="Extend", recommended=1))
    decide(desk, "D-2", "forward_plan")
    decide(desk, "D-3", "advice", start_date="2024-07-01")
    decide(desk, "D-4", "draft")
    decide(desk, "D-5", "withdrawn")
    for movement, state in (("slip", "proposed"), ("write_off", "approved")):
        desk.add(desk.movement(movement, 30, state=state, reason=f"Why {movement}"))
    desk.change("pl", -45, state="proposed", reference="CR-9", reason="Lower")
    desk.change("pl", 10, state="approved", reference="CR-8")
    desk.change("pl", 10, state="proposed", reference="CR-10", period="2024-07")
    found = tables(asks(desk.build(), WHOLE))
    assert list(found) == [
        "", "To decide", "To approve: movements of savings", "To approve: changes to savings targets",
        "To note: what comes next",
    ]  # fmt: skip
    (decision,) = found["To decide"].rows
    assert decision.cells[:3] == (Words("Subject D-1", "", strong=True), Words("D-1"), Money(100_00))
    assert decision.cells[4] == Words("Extend")
    movements = found["To approve: movements of savings"]
    (row,) = movements.rows
    assert row.cells[0] == Words("P-1 Supported Living", "Why slip", strong=True)
    assert row.cells[1:3] == (Words("2024/25"), Money(30_00))
    assert movements.total is not None
    assert movements.total.cells[2] == Money(30_00)
    (request,) = found["To approve: changes to savings targets"].rows
    assert request.cells == (
        Words("P-1 Supported Living", strong=True), Words("2024/25"), Money(-45_00), Words("CR-9"), Words("Lower"),
    )  # fmt: skip
    coming = [row.cells[1] for row in found["To note: what comes next"].rows]
    assert sorted(words.text for words in coming if isinstance(words, Words)) == ["D-2", "D-3"]


def test_the_next_board_is_noted(desk: Desk) -> None:
    desk.add(Board(id="b", programme_id="prog", name="Change board"))
    desk.add(BoardMeeting(id="m", board_id="b", meeting_date="2024-07-18", papers_due="2024-07-11"))
    assert (
        Note("Change board 18 Jul 2024, papers due 11 Jul 2024.", is_quiet=False)
        in asks(desk.build(), WHOLE).blocks
    )


def test_what_comes_next_is_in_the_order_of_its_days(desk: Desk) -> None:
    decide(desk, "D-1", "advice", decision_date="2024-08-02")
    decide(desk, "D-2", "advice", decision_date="2024-07-02")
    rows = tables(asks(desk.build(), WHOLE))["To note: what comes next"].rows
    assert [row.cells[-1] for row in rows] == [Day("2024-07-02"), Day("2024-08-02")]


def test_the_public_are_not_told_of_an_exempt_lines_change_request(desk: Desk) -> None:
    desk.change("pl", -45, state="proposed", reference="CR-9")
    desk.add(ExemptMark(id="x", record_table="savings_line", record_id="pl", paragraph="3", reason="Rates"))
    report = desk.build()
    assert report.change_requests
    assert public_report(report).report.change_requests == ()


def test_a_proposed_movement_is_asked_for_until_it_is_approved(desk: Desk) -> None:
    held = desk.add(desk.movement("slip", 30, state="proposed"))
    assert "To approve: movements of savings" in tables(asks(desk.build(), WHOLE))
    desk.add(Movement(**{**{key: getattr(held, key) for key in held.__struct_fields__}, "state": "approved"}))
    assert "To approve: movements of savings" not in tables(asks(desk.build(), WHOLE))


def test_a_portfolio_without_projects_and_decisions_has_nothing_for_the_board(desk: Desk) -> None:
    desk.rows = {"portfolio": desk.rows["portfolio"], "programme": desk.rows["programme"]}
    assert asks(desk.build(), WHOLE).blocks == ()
    decide(desk, "D-1", "for_decision")
    assert "To decide" in tables(asks(desk.build(), WHOLE))
