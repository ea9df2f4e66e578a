//! Days and times as people read them, in Asia/Almaty.

use jiff::Timestamp;
use jiff::civil::Date;
use residence::law::almaty;

use super::visit::Visit;

/// Until when, for people and for programs.
pub(crate) struct Until {
    /// `14:32`.
    pub(crate) clock: String,
    /// The day, where it is not today.
    pub(crate) date: String,
    /// For programs.
    pub(crate) machine: String,
    /// How long that is from now.
    pub(crate) left: String,
}

impl Visit {
    /// A moment by which somebody must have acted.
    pub(crate) fn until(&self, end: Timestamp) -> Until {
        let today = residence::law::day(self.web.app.now());
        let day = residence::law::day(end);
        let date = if day == today { String::new() } else { self.date(day) };
        Until { clock: clock(end), date, machine: machine(end), left: self.left(end) }
    }

    /// `24 November 2026`, in the language of the page.
    pub(crate) fn date(&self, day: Date) -> String {
        let [number, month, year] =
            [day.day().to_string(), day.month().to_string(), day.year().to_string()];
        let params = [("day", number.as_str()), ("month", &month), ("year", &year)];
        self.say("date-long", &params)
    }

    /// `24 November 2026, 14:32`.
    pub(crate) fn moment(&self, at: Timestamp) -> String {
        let date = self.date(almaty().to_datetime(at).date());
        self.say("date-moment", &[("date", &date), ("clock", &clock(at))])
    }

    /// How long until then: whole minutes, or hours where there are many; rounded down, so that
    /// nobody is promised more time than there is.
    pub(crate) fn left(&self, until: Timestamp) -> String {
        let seconds = until.duration_since(self.web.app.now()).as_secs().max(0);
        let (key, count) = match seconds / 60 {
            0 => ("left-seconds", seconds),
            minutes if minutes < 120 => ("left-minutes", minutes),
            minutes => ("left-hours", minutes / 60),
        };
        self.say(key, &[("count", &count.to_string())])
    }
}

/// `14:32`.
pub(crate) fn clock(at: Timestamp) -> String {
    let local = almaty().to_datetime(at);
    format!("{:02}:{:02}", local.hour(), local.minute())
}

/// `2026-11-24T14:32:00+05:00`, for programs that read the page.
pub(crate) fn machine(at: Timestamp) -> String {
    crate::web::shape::time(at)
}
