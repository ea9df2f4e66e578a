//! The counter files only what must stay offline, once registration is online only.
//!
//! Demands: from `online_only` on, the counter files only what `counter_scope` lists.
//! Source: joint order 500/НҚ, 801 of October 2025; announcement of 18 November 2025.
//! In force: by the dated parameters `online_only` and `counter_scope`.

use super::{ALWAYS, Judge, Rule};
use crate::ground::{Article, RuleId};
use crate::intake::{Application, Channel, FieldError};
use crate::law::Law;

pub(super) const RULE: Rule = Rule {
    id: RuleId::Channel,
    article: Article::JointOrder,
    from: ALWAYS,
    reads: &[],
    judge: Judge::AtDraft(judge),
};

fn judge(application: &Application, law: &Law) -> Option<FieldError> {
    // What the counter may file then goes by the owners, whom a draft does not read: that desk has
    // its own way in, and this one is closed to it.
    let closed = application.channel == Channel::Counter && law.online_only;
    closed.then(|| FieldError {
        field: "channel".into(),
        code: "counter_closed",
        rule: Some(RuleId::Channel),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::scene::Scene;
    use crate::law::Laws;

    #[test]
    fn cases() {
        let laws = Laws::built_in();
        for (channel, day, refuses) in [
            (Channel::Counter, jiff::civil::date(2025, 11, 23), false),
            (Channel::Counter, jiff::civil::date(2025, 11, 24), true),
            (Channel::Kiosk, jiff::civil::date(2025, 11, 24), false),
            (Channel::Portal, jiff::civil::date(2025, 11, 24), false),
        ] {
            let mut application = Scene::read("").application;
            application.channel = channel;
            assert_eq!(judge(&application, &laws.on(day)).is_some(), refuses, "{channel:?} {day}");
        }
    }
}
