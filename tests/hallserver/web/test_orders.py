# SPDX-License-Identifier: Apache-2.0
"""What was said about a work order: who may read it, and who must not."""

from hallserver.core.commands import Configure
from hallserver.core.events import OrderRead
from hallserver.core.roles import SERVICE_SETUP
from hallserver.store.past_orders import Wanted
from hallserver.store.vault import Vault
from hallserver.web.orders import nothing_said
from tests.hallserver.web.running import STAFF, Json, Running, key_of, run, said
from tests.support import SMALL_HALL, names

STEPS: tuple[tuple[str, Json], ...] = (
    ("verify-order", {"found": "justified", "note": "看了录像"}),
    ("contact-visitor", {"note": "张先生 13812345678"}),
    ("rectify-order", {"measure": "apologised", "cause": "attitude"}),
    ("reply-order", {"text": "已致歉，回电 138-1234-5678，3 号窗口"}),
)


async def complained(door: Running) -> Json:
    """Let a visitor rate badly and the duty manager answer; return ticket, token and the order's number."""
    door.door.said = Vault(door.service._folder.database).said
    ticket = await door.ticket()
    li, dan = await door.staff("li"), await door.staff("dan")
    for name, fields in (("open-counter", {"counter": "c1"}), ("call-next", {}), ("start", {}), ("finish", {})):
        assert (await door.command(name, fields, proof=li)).code == 200
    rating = {"stars": 1, "comment": "态度不好", "contact": "13812345678"}
    given = await door.command("rate", rating, proof=f"Ticket {ticket['token']}")
    assert given.code == 200, given.body
    order = {"order": said(given)["result"]["order"]}
    for name, fields in STEPS:
        answer = await door.command(name, fields | order, proof=dan)
        assert answer.code == 200, answer.body
    return ticket | order


def test_who_handles_it_reads_what_was_said_and_looks_for_closed_ones() -> None:
    """The rating's comment, how the visitor can be reached, the answer and the note of each step; nothing is kept on the way."""

    async def story(door: Running) -> None:
        order = (await complained(door))["order"]
        for person in ("dan", "boss"):
            answer = await door.ask("GET", f"/api/v1/orders/{order}", proof=await door.staff(person))
            assert said(answer) == {
                "order": order,
                "text": "态度不好",
                "contact": "13812345678",
                "answer": "已致歉，回电 138-1234-5678，3 号窗口",
                "notes": [None, "看了录像", "张先生 13812345678", None, "已致歉，回电 138-1234-5678，3 号窗口"],
            }
            assert answer.headers["Cache-Control"] == "no-store"
        address = f"/api/v1/orders/{order}"
        for _ in range(2):
            await door.ask("GET", address, proof=await door.staff("dan"))
        kept = [it.event for it in door.service._folder.journal.after(0, 0) if isinstance(it.event, OrderRead)]
        assert kept == [OrderRead(order=order, person="dan"), OrderRead(order=order, person="boss")]  # each once, however often it is drawn

        asked = list[tuple[Wanted, str]]()

        def page(wanted: Wanted, month: str, _now_us: int) -> Json:
            asked.append((wanted, month))
            return {"orders": []}

        door.door.past_orders = page
        query = "/api/v1/orders?source=rating&month=2026-11&before=G20261123-001"
        assert said(await door.ask("GET", query, proof=await door.staff("dan"))) == {"orders": []}
        assert asked == [(Wanted(source="rating", before="G20261123-001", but="dan"), "2026-11")]
        for wrong in ("month=2026-13", "source=A%20B", "before=1"):
            answer = await door.ask("GET", f"/api/v1/orders?{wrong}", proof=await door.staff("dan"))
            assert key_of(answer) == (400, "field-wrong")
        assert key_of(await door.ask("GET", query, proof=await door.staff("guo"))) == (403, "role-needed")

    run(story)


def test_its_form_is_printed_for_those_alone() -> None:
    """As the texts: whom it is about gets none of it, and a door that prints nothing has none."""

    async def story(door: Running) -> None:
        order = (await complained(door))["order"]
        address = f"/api/v1/orders/{order}.pdf"
        assert key_of(await door.ask("GET", address, proof=await door.staff("dan"))) == (404, "order-unknown")
        door.door.order_form = lambda no: f"%PDF {no}".encode()
        printed = await door.ask("GET", address, proof=await door.staff("dan"))
        assert (printed.body, printed.headers["Content-Type"]) == (f"%PDF {order}".encode(), "application/pdf")
        assert printed.headers["Cache-Control"] == "no-store"
        assert key_of(await door.ask("GET", address, proof=await door.staff("wang"))) == (403, "role-needed")

    run(story)


def test_nobody_else_reads_it() -> None:
    """Least of all the clerk whom it is about, whatever other role that clerk has."""

    async def story(door: Running) -> None:
        address = f"/api/v1/orders/{(await complained(door))['order']}"
        assert key_of(await door.ask("GET", address))[0] == 401
        for person in ("li", "wang", "guo", "admin", "safe", "eye", "look"):
            assert key_of(await door.ask("GET", address, proof=await door.staff(person))) == (403, "role-needed")
        people = [row | ({"roles": ["clerk", "duty-manager"]} if row["slug"] == "li" else {}) for row in SMALL_HALL["people"]]
        others = [{"slug": slug, "names": names(slug), "roles": roles} for slug, roles in STAFF.items()]
        await door.service.submit(Configure(section="people", rows=[*people, *others]), SERVICE_SETUP)
        for ending in ("", ".pdf"):
            own = await door.ask("GET", address + ending, proof=await door.staff("li"))
            none = await door.ask("GET", f"/api/v1/orders/G20261123-999{ending}", proof=await door.staff("li"))
            assert key_of(own) == (404, "order-unknown")
            assert own.body.replace(address[-13:].encode(), b"G20261123-999") == none.body

    run(story)


def test_the_tickets_holder_reads_the_answer_with_long_figures_masked() -> None:
    """By the token alone; another ticket's shows nothing of it, and an unknown one is refused as everywhere."""

    async def story(door: Running) -> None:
        first = await complained(door)
        [answer] = said(await door.ask("GET", f"/api/v1/tickets/{first['token']}/answers"))
        assert (answer["order"], answer["answer"]) == (first["order"], "已致歉，回电 138-****-**78，3 号窗口")
        other = await door.ticket()
        assert said(await door.ask("GET", f"/api/v1/tickets/{other['token']}/answers")) == []
        assert key_of(await door.ask("GET", f"/api/v1/tickets/{'x' * 22}/answers")) == (404, "ticket-token-unknown")

    run(story)


def test_what_was_erased_is_not_told() -> None:
    """The order stays, with who did what and when."""

    async def story(door: Running) -> None:
        order = (await complained(door))["order"]
        door.door.said = nothing_said
        answer = said(await door.ask("GET", f"/api/v1/orders/{order}", proof=await door.staff("dan")))
        assert (answer["text"], answer["answer"], set(answer["notes"])) == (None, None, {None})

    run(story)


def test_an_order_that_the_hall_has_forgotten_is_still_read() -> None:
    """Closed more than thirty days ago; whom it is about gets none of that either."""

    async def story(door: Running) -> None:
        no = (await complained(door))["order"]
        address = f"/api/v1/orders/{no}"
        forgotten = door.service.hall.orders.pop(no)
        assert key_of(await door.ask("GET", address, proof=await door.staff("dan"))) == (404, "order-unknown")
        door.door.past_order = {no: forgotten}.get
        assert said(await door.ask("GET", address, proof=await door.staff("dan")))["text"] == "态度不好"

    run(story)
