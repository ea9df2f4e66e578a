//! An event ends or moves a registration: death, emigration, a court's decision, an annulment, a birth,
//! a correction.
//!
//! Demands: a basis, one officer who proposes, another who approves, and that the book allows it at the
//! approval. An annulled entry restores the one it had closed; nothing is edited.
//! Source: Population Registration Rules, order 677 of 9 September 2024.
//! In force: always. It is judged over acts ([`crate::act`]), never over applications.

use super::{ALWAYS, Judge, Rule};
use crate::facts::Register;
use crate::ground::{Article, RuleId};

pub(super) const RULE: Rule = Rule {
    id: RuleId::DerEvent,
    article: Article::Rules677,
    from: ALWAYS,
    reads: &[Register::Persons, Register::Kin, Register::Addresses, Register::Registrations],
    judge: Judge::ByAct,
};
