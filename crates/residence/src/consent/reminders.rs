//! When a party that has not answered is reminded.
//!
//! A reminder has a time before the deadline and moves nothing. Before the receipt there is no
//! deadline, and nobody who has not got the question is reminded of it.

use jiff::Timestamp;

use super::ConsentRequest;
use crate::law::Law;

impl ConsentRequest {
    /// The times of the reminders of this request, the first one first. A reminder that would come
    /// together with the question or before it is none.
    fn reminders(&self, law: &Law) -> Vec<Timestamp> {
        let Some(clock) = self.clock else { return Vec::new() };
        let within = law.consent_reminders.iter().filter(|before| **before < law.consent_window);
        let times = within.filter_map(|before| clock.deadline.checked_sub(*before).ok());
        let mut times: Vec<Timestamp> = times.collect();
        times.sort_unstable();
        times.dedup();
        times
    }

    /// When this request next wants to be looked at: at its next reminder, else at its end.
    #[must_use]
    pub(crate) fn wakes_at(&self, law: &Law) -> Timestamp {
        let had = usize::from(self.reminded);
        self.reminders(law).get(had).copied().unwrap_or_else(|| self.ends_at())
    }

    /// Reminds the party, if a reminder is due: of several that were missed, once. Says until when
    /// there is time to answer.
    pub(crate) fn remind(&mut self, at: Timestamp, law: &Law) -> Option<Timestamp> {
        let deadline = self.clock?.deadline;
        if !self.is_open() || at >= deadline {
            return None;
        }
        let past = self.reminders(law).iter().filter(|time| **time <= at).count();
        let past = u8::try_from(past).unwrap_or(u8::MAX);
        if past <= self.reminded {
            return None;
        }
        self.reminded = past;
        Some(deadline)
    }
}

#[cfg(test)]
mod tests {
    use jiff::SignedDuration;

    use super::*;
    use crate::checks::scene::{request, time};
    use crate::consent::{Outcome, ReceivedBy};

    fn law(window: SignedDuration, minutes: &[i64]) -> Law {
        let law = crate::law::Laws::built_in().on(jiff::civil::date(2026, 1, 15));
        let consent_reminders = minutes.iter().map(|m| SignedDuration::from_mins(*m)).collect();
        Law { consent_window: window, consent_reminders, ..law }
    }

    fn received(law: &Law) -> ConsentRequest {
        let mut asked = request("10:00:00");
        assert!(asked.receive(time("10:00:05"), ReceivedBy::Delivery, law));
        asked
    }

    #[test]
    fn reminders_have_their_times() {
        let hour = SignedDuration::from_hours(1);
        for (minutes, times) in [
            (&[30, 10][..], &["10:30:05", "10:50:05"][..]),
            (&[10, 30, 10], &["10:30:05", "10:50:05"]),
            (&[60, 90, 59], &["10:01:05"]),
            (&[], &[]),
        ] {
            let law = law(hour, minutes);
            let times: Vec<Timestamp> = times.iter().map(|text| time(text)).collect();
            assert_eq!(received(&law).reminders(&law), times, "{minutes:?}");
        }
        let seconds = law(SignedDuration::from_secs(45), &[30, 10]);
        assert!(received(&seconds).reminders(&seconds).is_empty());
        assert!(request("10:00:00").reminders(&law(hour, &[30, 10])).is_empty(), "not received");
    }

    #[test]
    fn each_is_due_once_and_none_at_the_end() {
        let law = law(SignedDuration::from_hours(1), &[30, 10]);
        let mut asked = received(&law);
        let deadline = asked.ends_at();
        for (at, reminds, wakes) in [
            ("10:30:04", false, "10:30:05"),
            ("10:30:05", true, "10:50:05"),
            ("10:30:05", false, "10:50:05"),
            ("10:55:00", true, "11:00:05"),
            ("11:00:04", false, "11:00:05"),
            ("11:00:05", false, "11:00:05"),
        ] {
            assert_eq!(asked.remind(time(at), &law).is_some(), reminds, "{at}");
            assert_eq!(asked.wakes_at(&law), time(wakes), "{at}");
            assert_eq!(asked.ends_at(), deadline, "a reminder moves nothing");
        }
        let mut missed = received(&law);
        assert_eq!(missed.remind(time("10:55:00"), &law), Some(deadline));
        assert_eq!(missed.remind(time("10:56:00"), &law), None, "both at once");
        let mut late = received(&law);
        assert_eq!(late.remind(deadline, &law), None);
        let mut over = received(&law);
        over.outcome = Outcome::Void { at: time("10:20:00") };
        assert_eq!(over.remind(time("10:30:05"), &law), None);
    }
}
