//! Policies along a path (RFC 5280, 6.1.3 to 6.1.5).
//!
//! The tree of the RFC can grow without bounds. All that is ever asked of it is which policies the
//! next certificate may name, and from which policies of the user's they come: so that is kept.

use std::collections::{BTreeMap, BTreeSet};

use crate::oid::{self, Oid};
use crate::path::{Refusal, Rules};
use crate::x509::Certificate;

pub(super) struct Policies {
    /// A policy that the next certificate may name, and the user's policies that it stands for.
    open: BTreeMap<Oid, BTreeSet<Oid>>,
    /// How many certificates may pass until a policy is needed, none may be replaced, and "any
    /// policy" says nothing.
    require: usize,
    inhibit_mapping: usize,
    inhibit_any: usize,
}

impl Policies {
    pub(super) fn new(rules: &Rules, length: usize) -> Self {
        let start = |now: bool| if now { 0 } else { length + 1 };
        let any = oid::ANY_POLICY;
        Self {
            open: BTreeMap::from([(any, BTreeSet::from([any]))]),
            require: start(rules.require_policy),
            inhibit_mapping: start(rules.inhibit_mapping),
            inhibit_any: start(rules.inhibit_any_policy),
        }
    }

    /// One certificate further down.
    pub(super) fn go_on(
        &mut self,
        certificate: &Certificate,
        is_last: bool,
    ) -> Result<(), Refusal> {
        self.open = self.named_by(certificate, is_last);
        if self.require == 0 && self.open.is_empty() {
            return Err(Refusal::Policy);
        }
        let extensions = &certificate.extensions;
        if !is_last {
            self.replace(&extensions.policy_mappings)?;
            if !certificate.is_self_issued() {
                self.require = self.require.saturating_sub(1);
                self.inhibit_mapping = self.inhibit_mapping.saturating_sub(1);
                self.inhibit_any = self.inhibit_any.saturating_sub(1);
            }
            let constraints = extensions.policy_constraints;
            lower(&mut self.require, constraints.require);
            lower(&mut self.inhibit_mapping, constraints.inhibit_mapping);
            lower(&mut self.inhibit_any, extensions.inhibit_any_policy);
        } else if extensions.policy_constraints.require == Some(0) {
            self.require = 0;
        } else {
            self.require = self.require.saturating_sub(1);
        }
        Ok(())
    }

    fn named_by(&self, certificate: &Certificate, is_last: bool) -> BTreeMap<Oid, BTreeSet<Oid>> {
        let mut named = BTreeMap::new();
        for policy in certificate.extensions.policies.iter().flatten() {
            if *policy == oid::ANY_POLICY {
                continue;
            }
            if let Some(origins) = self.open.get(policy) {
                named.insert(*policy, origins.clone());
            } else if self.open.contains_key(&oid::ANY_POLICY) {
                named.insert(*policy, BTreeSet::from([*policy]));
            }
        }
        let any_counts = self.inhibit_any > 0 || (!is_last && certificate.is_self_issued());
        let names_any = |policies: &Vec<Oid>| policies.contains(&oid::ANY_POLICY);
        if any_counts && certificate.extensions.policies.as_ref().is_some_and(names_any) {
            for (policy, origins) in &self.open {
                named.entry(*policy).or_insert_with(|| origins.clone());
            }
        }
        named
    }

    fn replace(&mut self, mappings: &[(Oid, Oid)]) -> Result<(), Refusal> {
        let is_any = |(from, to): &(Oid, Oid)| [from, to].contains(&&oid::ANY_POLICY);
        if mappings.iter().any(is_any) {
            return Err(Refusal::Policy);
        }
        let before = self.open.clone();
        for (from, _) in mappings {
            self.open.remove(from);
        }
        if self.inhibit_mapping == 0 {
            return Ok(());
        }
        let has_any = before.contains_key(&oid::ANY_POLICY);
        for (from, to) in mappings {
            let origins = match before.get(from) {
                Some(origins) => origins.clone(),
                None if has_any => BTreeSet::from([*from]),
                None => continue,
            };
            self.open.entry(*to).or_default().extend(origins);
        }
        Ok(())
    }

    /// Whether what is left will do.
    pub(super) fn end(mut self, rules: &Rules) -> Result<(), Refusal> {
        if !rules.policies.contains(&oid::ANY_POLICY) {
            let will_do =
                |origin: &Oid| *origin == oid::ANY_POLICY || rules.policies.contains(origin);
            self.open.retain(|_, origins| origins.iter().any(will_do));
        }
        if self.require == 0 && self.open.is_empty() { Err(Refusal::Policy) } else { Ok(()) }
    }
}

fn lower(count: &mut usize, to: Option<u32>) {
    if let Some(to) = to.and_then(|to| usize::try_from(to).ok()) {
        *count = (*count).min(to);
    }
}
