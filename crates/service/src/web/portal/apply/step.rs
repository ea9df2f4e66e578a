//! The pages of the way and their order.

use super::Journey;
use crate::desk::answers::Seen;

/// A page of the way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    /// Who is to be registered.
    Who,
    /// Where: search and choose.
    Where,
    /// Which flat of a block.
    Flat,
    /// What would happen there.
    PreCheck,
    /// Permanent or temporary, and for how long.
    Kind,
    /// Which children come along.
    Children,
    /// Why.
    Reason,
    /// Since when they live there.
    Arrival,
    /// All answers.
    Check,
}

impl Step {
    /// The name in texts and addresses.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Who => "who",
            Self::Where => "where",
            Self::Flat => "flat",
            Self::PreCheck => "pre-check",
            Self::Kind => "kind",
            Self::Children => "children",
            Self::Reason => "reason",
            Self::Arrival => "arrival",
            Self::Check => "check",
        }
    }

    /// The address of its page.
    pub(crate) const fn path(self) -> &'static str {
        match self {
            Self::Who => "/apply/who",
            Self::Where => "/apply/where",
            Self::Flat => "/apply/flat",
            Self::PreCheck => "/apply/pre-check",
            Self::Kind => "/apply/kind",
            Self::Children => "/apply/children",
            Self::Reason => "/apply/reason",
            Self::Arrival => "/apply/arrival",
            Self::Check => "/apply/check",
        }
    }

    /// The page of this name that is answered by fields alone.
    pub(crate) fn simple(name: &str) -> Option<Self> {
        let simple = [Self::Who, Self::Kind, Self::Children, Self::Reason, Self::Arrival];
        simple.into_iter().find(|step| step.as_str() == name)
    }
}

impl Journey {
    /// The pages of this way, in order.
    pub(super) fn steps(&self) -> Vec<Step> {
        let mut steps = vec![Step::Who, Step::Where];
        if self.answers.block.is_some() {
            steps.push(Step::Flat);
        }
        steps.push(Step::Kind);
        if self.is_for_me() && self.children().next().is_some() {
            steps.push(Step::Children);
        }
        // Behind everything it depends on.
        steps.extend([Step::PreCheck, Step::Reason, Step::Arrival, Step::Check]);
        steps
    }

    fn is_answered(&self, step: Step) -> bool {
        let answers = &self.answers;
        match step {
            Step::Who => !answers.subjects.is_empty(),
            Step::Where => answers.rka.is_some() || answers.block.is_some(),
            Step::Flat => answers.rka.is_some(),
            Step::PreCheck => answers.seen.contains(&Seen::PreCheck),
            Step::Kind => answers.kind.is_some(),
            Step::Children => answers.seen.contains(&Seen::Children),
            Step::Reason => answers.reason.is_some(),
            Step::Arrival => answers.seen.contains(&Seen::Arrival),
            Step::Check => false,
        }
    }

    /// The first page that wants an answer; the last one when none does.
    pub(super) fn wanted(&self) -> Step {
        let steps = self.steps();
        steps.into_iter().find(|step| !self.is_answered(*step)).unwrap_or(Step::Check)
    }
}
