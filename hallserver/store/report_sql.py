# SPDX-License-Identifier: Apache-2.0
"""The statements that keep the tables for reports: what ``projections`` and its parts say in SQL."""

TICKET = (
    "INSERT INTO ticket (id, day, letter, number, label, issued_us, grp, declared, needs, party, language, channel, actor,"
    " ahead, range_low_s, range_high_s, standard, state) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,'open')"
)
LEG = (
    "INSERT INTO leg (ticket, leg, day, queue, service, services, opened_by, opened_us, target_s, grp, credit_s, state)"
    " VALUES (?,?,?,?,?,?,?,?,?,?,?,'waiting')"
)
CALLED = (
    "UPDATE leg SET state='called', counter=?, clerk=?, calls=?, out_of_order=max(out_of_order,?), ended_us=NULL,"
    " first_called_us=coalesce(first_called_us,?), last_called_us=? WHERE ticket=? AND leg=?"
)
RECALLED = "UPDATE leg SET calls=?, last_called_us=? WHERE ticket=? AND leg=?"
HELD_UNTIL = "held_us=held_us+CASE WHEN started_us IS NULL OR held_from_us IS NULL THEN 0 ELSE max(0,?-held_from_us) END"
SERVING = (
    f"UPDATE leg SET state='serving', counter=?, clerk=?, {HELD_UNTIL}, held_from_us=NULL,"  # noqa: S608 -- constants only
    " started_us=coalesce(started_us,?) WHERE ticket=? AND leg=?"
)
FINISHED = "UPDATE leg SET state='finished', finished_us=?, ended_us=?, outcome=?, implicit=?, case_no=? WHERE ticket=? AND leg=?"
BY_HAND = "UPDATE leg SET state='finished', counter=?, clerk=?, finished_us=?, ended_us=?, outcome=?, implicit=1 WHERE ticket=? AND leg=1"
HELD = "UPDATE leg SET state='held', held_from_us=? WHERE ticket=? AND leg=?"
READY = "UPDATE leg SET state='waiting', counter=?, clerk=? WHERE ticket=? AND leg=?"
LEG_ENDED = f"UPDATE leg SET state=?, ended_us=?, {HELD_UNTIL}, held_from_us=NULL WHERE ticket=? AND leg=?"  # noqa: S608 -- constants only
TICKET_ENDED = "UPDATE ticket SET state=?, ended_us=? WHERE id=?"
MISSED = "UPDATE ticket SET misses=? WHERE id=?"
DISPOSED = "UPDATE ticket SET disposition=? WHERE id=?"
ITEM = (
    "INSERT INTO item_done (ticket, leg, item, day, quantity) VALUES (?,?,?,?,?)"
    " ON CONFLICT DO UPDATE SET quantity=quantity+excluded.quantity"
)
SPAN_END = "UPDATE counter_span SET until_us=? WHERE day=? AND counter=? AND until_us IS NULL"
SPAN = "INSERT INTO counter_span (epoch, seq, day, counter, clerk, state, reason, from_us) VALUES (?,?,?,?,?,?,?,?)"
TAKEN = "INSERT INTO hand (epoch, seq, day, counter, clerk, ticket, leg, from_us) VALUES (?,?,?,?,?,?,?,?)"
PUT_DOWN = "UPDATE hand SET until_us=? WHERE ticket=? AND leg=? AND until_us IS NULL"
DOUBTS = {
    "wait": "UPDATE leg SET wait_doubt=? WHERE ticket=? AND leg=?",
    "service": "UPDATE leg SET service_doubt=? WHERE ticket=? AND leg=?",
}
"""Which figure of a leg is not credible → what keeps why."""
DAY = "INSERT INTO business_day (date, opened_us) VALUES (?,?) ON CONFLICT DO UPDATE SET closed_us=NULL"
DAY_END = "UPDATE business_day SET closed_us=? WHERE date=?"
