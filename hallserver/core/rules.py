# SPDX-License-Identifier: Apache-2.0
"""What may happen: a hall, a command and who asks go in; events come out, or a refusal.

``decide`` is the whole of the trade's law in one table. It is pure: it changes nothing, reads no
clock and no chance, and returns at least one event or raises HallError.
"""

from collections.abc import Callable
from typing import Any

from hallserver.core import commands as c
from hallserver.core import (
    rules_alarm,
    rules_annotate,
    rules_announce,
    rules_backup,
    rules_case,
    rules_completion,
    rules_copy,
    rules_counter,
    rules_day,
    rules_hall,
    rules_issuing,
    rules_messages,
    rules_needs,
    rules_notice,
    rules_paper,
    rules_rating,
    rules_return,
    rules_review,
    rules_run,
    rules_setup,
    rules_standard,
    rules_ticket,
    rules_undo,
    rules_visit,
    rules_work,
    rules_yield,
)
from hallserver.core.events import Event
from hallserver.core.hall import Hall
from hallserver.core.roles import Actor

Rule = Callable[[Hall, Any, Actor, int], list[Event]]

RULES: dict[type[c.Command], Rule] = {
    c.TakeTicket: rules_ticket.take_ticket,
    c.BringBack: rules_ticket.bring_back,
    c.Cancel: rules_ticket.cancel,
    c.VoidRun: rules_run.void_run,
    c.Resume: rules_ticket.resume,
    c.ServeDirect: rules_visit.serve_direct,
    c.ChangeService: rules_visit.change_service,
    c.CorrectTicket: rules_visit.correct_ticket,
    c.Ready: rules_visit.ready,
    c.Lift: rules_visit.lift,
    c.NoteCase: rules_visit.note_case,
    c.ConfirmPriority: rules_needs.confirm_priority,
    c.NoteNeeds: rules_needs.note_needs,
    c.Escort: rules_needs.escort,
    c.OnMyWay: rules_needs.on_my_way,
    c.YieldPlace: rules_yield.yield_place,
    c.Undo: rules_undo.undo,
    c.Transfer: rules_ticket.transfer,
    c.Hold: rules_ticket.hold,
    c.CallNext: rules_counter.call_next,
    c.CallTicket: rules_counter.call_ticket,
    c.Recall: rules_counter.recall,
    c.Start: rules_counter.start,
    c.Finish: rules_counter.finish,
    c.FinishAndCall: rules_counter.finish_and_call,
    c.MarkAbsent: rules_counter.mark_absent,
    c.OpenCounter: rules_day.open_counter,
    c.PauseCounter: rules_day.pause_counter,
    c.CloseCounter: rules_day.close_counter,
    c.OpenDay: rules_day.open_day,
    c.StopIssuing: rules_issuing.stop_issuing,
    c.ResumeIssuing: rules_issuing.resume_issuing,
    c.Suspend: rules_hall.suspend,
    c.ResumeHall: rules_hall.resume_hall,
    c.ApplyPlan: rules_hall.apply_plan,
    c.CheckOpening: rules_hall.check_opening,
    c.HandOver: rules_hall.hand_over,
    c.CloseDay: rules_day.close_day,
    c.Rate: rules_rating.rate,
    c.DefaultRatings: rules_rating.default_ratings,
    c.ImportCompletion: rules_completion.import_completion,
    c.CallBack: rules_announce.call_back,
    c.Announce: rules_announce.announce,
    c.ReprintSlip: rules_copy.reprint_slip,
    c.EnterPaper: rules_paper.enter_paper,
    c.GiveReturn: rules_return.give_return,
    c.ComeBack: rules_return.come_back,
    c.GiveNotice: rules_notice.give_notice,
    c.AnnotateRecord: rules_annotate.annotate_record,
    c.RegisterCase: rules_case.register_case,
    c.VerifyOrder: rules_work.verify_order,
    c.ContactVisitor: rules_work.contact_visitor,
    c.SettleOnSpot: rules_work.settle_on_spot,
    c.RectifyOrder: rules_work.rectify_order,
    c.ExplainOrder: rules_work.explain_order,
    c.ReplyOrder: rules_work.reply_order,
    c.CallVisitorBack: rules_work.call_visitor_back,
    c.CloseOrder: rules_work.close_order,
    c.AppealOrder: rules_review.appeal_order,
    c.ReviewAppeal: rules_review.review_appeal,
    c.ProposeExclusion: rules_review.propose_exclusion,
    c.DecideExclusion: rules_review.decide_exclusion,
    c.ChaseOrder: rules_review.chase_order,
    c.SendMessage: rules_messages.send_message,
    c.SeeMessage: rules_messages.see_message,
    c.AskHelp: rules_messages.ask_help,
    c.AnswerHelp: rules_messages.answer_help,
    c.CountEnquiry: rules_messages.count_enquiry,
    c.AcknowledgeAlarm: rules_alarm.acknowledge_alarm,
    c.EndAlarm: rules_alarm.end_alarm,
    c.RaiseAlarm: rules_alarm.raise_alarm,
    c.OpenFor: rules_hall.open_for,
    c.TryDevice: rules_setup.try_device,
    c.ReportKey: rules_setup.report_key,
    c.Configure: rules_setup.configure,
    c.AdoptStandard: rules_standard.adopt_standard,
    c.ReportSlip: rules_setup.report_slip,
    c.ReportAnnouncement: rules_setup.report_announcement,
    c.ReportDevice: rules_setup.report_device,
    c.ReportSignIn: rules_setup.report_sign_in,
    c.ReportClock: rules_setup.report_clock,
    c.ReportBackup: rules_backup.report_backup,
    c.EraseData: rules_setup.erase_data,
}
"""Command → rule."""


def decide(hall: Hall, command: c.Command, by: Actor, now_us: int) -> list[Event]:
    """Return what happens when this actor asks this now (UTC µs).

    Raises HallError: NotAllowed for the role, Conflict for the state, AgainstStandard for the rules.
    """
    by.must_be_allowed(command)
    return RULES[type(command)](hall, command, by, now_us)
