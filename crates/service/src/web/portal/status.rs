//! How the service is doing now, in plain words.

use askama::Template;
use store::Percentiles;

use super::frame::Frame;
use super::stop::Answer;
use super::visit::Visit;
use super::when;
use crate::desk::status::{HOURS, Status};
use crate::pulse::{Heard, State};
use crate::text::key;

#[derive(Template)]
#[template(path = "status.html")]
struct Page {
    f: Frame,
    /// When it was looked at.
    at: String,
    /// Whether something is out of order.
    disturbed: bool,
    rows: Vec<Row>,
    hours: String,
    decided: u64,
    /// What is measured, half of them, 95 of 100.
    durations: Vec<[String; 3]>,
}

/// Somebody whom we ask.
struct Row {
    name: String,
    /// The class of the tag.
    tone: &'static str,
    state: String,
    /// When that was so last.
    since: String,
}

/// The page.
pub(crate) async fn show(visit: Visit) -> Answer {
    let status = visit.web.status().await?;
    let mut rows: Vec<Row> = status
        .registers
        .iter()
        .map(|(register, heard)| {
            row(&visit, &status, visit.t(&key("register", register.as_str())), heard)
        })
        .collect();
    rows.extend(
        status
            .authority
            .as_ref()
            .map(|heard| row(&visit, &status, visit.t("status-authority"), heard)),
    );
    let (tone, said) =
        if status.sms { ("green", "status-sms-up") } else { ("red", "status-sms-down") };
    let (name, state) = (visit.t("status-sms"), visit.t(said));
    rows.push(Row { name, tone, state, since: String::new() });
    let durations =
        [("status-to-decision", status.to_decision), ("status-without-wait", status.without_wait)];
    let f = visit.frame(visit.t("status-heading")).await?;
    visit.show(&Page {
        f: Frame { wide: true, ..f },
        at: visit.moment(status.at),
        disturbed: status.is_disturbed(),
        rows,
        hours: visit.say("span-hours", &[("count", &HOURS.to_string())]),
        decided: status.decided,
        durations: durations.into_iter().filter_map(|(what, p)| visit.duration(what, p)).collect(),
    })
}

fn row(visit: &Visit, status: &Status, name: String, heard: &Heard) -> Row {
    let state = heard.state(status.at);
    let (tone, since) = match state {
        State::Answers => ("green", heard.answered),
        State::Silent => ("red", heard.silent),
        State::NotAsked => ("grey", heard.answered.max(heard.silent)),
    };
    let since = since.map(|at| visit.say("status-last", &[("clock", &when::clock(at))]));
    let state = visit.t(&key("status-state", state.as_str()));
    Row { name, tone, state, since: since.unwrap_or_default() }
}

impl Visit {
    /// A line of durations; none where nothing was measured.
    fn duration(&self, what: &str, percentiles: Percentiles) -> Option<[String; 3]> {
        let Percentiles { median, p95 } = percentiles;
        Some([self.t(what), self.spent(median?), self.spent(p95?)])
    }

    /// So many milliseconds in words: rounded up, so that nobody is promised too much.
    fn spent(&self, millis: u64) -> String {
        let seconds = millis.div_ceil(1000).max(1);
        let (key, count) = match seconds {
            0..120 => ("span-seconds", seconds),
            120..7200 => ("span-minutes", seconds.div_ceil(60)),
            _ => ("span-hours", seconds.div_ceil(3600)),
        };
        self.say(key, &[("count", &count.to_string())])
    }
}
