//! Reminders: whom, when and how often, against what is stored and what was sent.

use jiff::Timestamp;
use residence::case::{Case, Status};
use residence::consent::ConsentRequest;
use residence::names::Iin;
use residence::notice::Message;
use store::{JournalRow, NoticeQuery};

use super::{Invariant, Seen};
use crate::simulate::marks::Mark;
use crate::simulate::schedule::at_once;
use crate::simulate::town::{MINUTE, Town};
use crate::simulate::truth::Sent;

impl Town {
    /// Checks every reminder of a case that has moved.
    pub(super) fn reminders(&self, before: Option<&Seen>, seen: &Seen, last: Option<&JournalRow>) {
        let (Some(asking), Some(last)) = (seen.case.state.asking(), last) else { return };
        let times = seen.case.state.filed().map_or(0, |filed| filed.law.consent_reminders.len());
        for request in &asking.requests {
            let was =
                before.and_then(|b| b.case.state.asking()).and_then(|a| a.request(request.id));
            let Some(was) = was else { continue };
            let Some(clock) = request.clock else { continue };
            // Whoever has answered in good time needs no look into the inbox.
            let reminders = self.kept_reminders(&seen.case, request.party.iin);
            let ended = last.at >= clock.deadline || seen.case.status() != Status::AwaitingConsent;
            if ended && reminders.contains(&last.at) {
                self.reminded_wrongly(seen, "somebody was reminded at the end or after it");
            }
            let told = usize::from(request.reminded);
            if reminders.len() > told || told > times {
                self.reminded_wrongly(seen, "somebody was reminded more often than is due");
            }
            if request.reminded == was.reminded {
                continue;
            }
            if !was.is_open() || was.clock.is_none() {
                self.reminded_wrongly(
                    seen,
                    "somebody was reminded who has answered, or has nothing",
                );
            }
            if too_soon(seen, request, last.at) {
                self.reminded_wrongly(seen, "somebody was reminded too soon");
            }
            if !reminders.contains(&last.at) {
                let what = format!("{}: a reminder is not kept", seen.case.number());
                self.violated(Invariant::Told, what);
            }
            self.hit(match (was.reminded, request.reminded) {
                (0, 1) => Mark::Reminded,
                (0, _) => Mark::RemindedOnceForTwo,
                (_, _) => Mark::RemindedTwice,
            });
        }
    }

    fn reminded_wrongly(&self, seen: &Seen, what: &str) {
        let what = format!("{}: {what}", seen.case.number());
        self.violated(Invariant::Reminded, what);
    }

    /// When somebody was reminded in a case, as their inbox has it.
    fn kept_reminders(&self, case: &Case, of: Iin) -> Vec<Timestamp> {
        let query = NoticeQuery { of, before: None, limit: 100 };
        let Ok(page) = at_once(self.store.notices(query)) else { return Vec::new() };
        let own = page.notices.iter().filter(|notice| notice.case == Some(case.id));
        let is_reminder = |body: &str| {
            matches!(serde_json::from_str::<Message>(body), Ok(Message::Reminder { .. }))
        };
        own.filter(|notice| is_reminder(&notice.body)).map(|notice| notice.at).collect()
    }

    /// The centre has taken the reminder of a question, which has this code.
    pub(super) fn took_reminder(&self, sent: &Sent, code: &str) {
        let watch = self.watch();
        let own = watch.codes.iter().find(|(_, own)| *own == code).map(|(id, _)| *id);
        let found = own.and_then(|id| {
            let mut cases = watch.cases.values();
            cases.find_map(|seen| Some((seen, seen.case.state.asking()?.request(id)?)))
        });
        let Some((seen, request)) = found else { return };
        if request.reminded == 0 {
            self.reminded_wrongly(seen, "a reminder was sent that is not due");
        }
        // It may have been on its way from the node when the hour ended; a clock that has jumped
        // meanwhile says nothing.
        let late = self.shown().saturating_sub(3 * MINUTE);
        let over = request.clock.is_some_and(|clock| late > clock.deadline.as_microsecond());
        if over && self.marks.count(Mark::ClockForward) == 0 {
            let what = format!("a reminder reached {} after the end", sent.to);
            self.reminded_wrongly(seen, &what);
        }
    }
}

/// Before the time of the first reminder.
fn too_soon(seen: &Seen, request: &ConsentRequest, at: Timestamp) -> bool {
    let Some((filed, clock)) = seen.case.state.filed().zip(request.clock) else { return true };
    let longest = filed.law.consent_reminders.iter().max();
    let first = longest.and_then(|before| clock.deadline.checked_sub(*before).ok());
    first.is_none_or(|first| at < first)
}
