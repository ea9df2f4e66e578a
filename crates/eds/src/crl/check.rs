//! What lists say of a certificate (RFC 5280, 6.3).

use std::cmp::Reverse;

use jiff::Timestamp;

use crate::crl::{ALL_REASONS, RevocationList};
use crate::path::{self, Rules};
use crate::revocation::{Doubt, Reason, Status};
use crate::x509::{Certificate, DistributionPoint, GeneralName, KeyUsage};

/// How many signers of lists may vouch for each other in a row.
const MOST_SIGNERS: usize = 3;

/// What is at hand to tell whether certificates are revoked.
#[derive(Clone, Copy, Debug)]
pub struct Lists<'l> {
    /// The lists, whole ones and changes.
    pub lists: &'l [RevocationList],
    /// Certificates of those who may have signed them.
    pub others: &'l [Certificate],
    /// Certificates that are trusted.
    pub trusted: &'l [Certificate],
}

/// What the lists that are of this time say of the certificate.
#[must_use]
pub fn check(certificate: &Certificate, lists: &Lists<'_>, at: Timestamp) -> Status {
    check_within(certificate, lists, at, &[])
}

/// As [`check`], while the status of these signers of lists is being asked already.
fn check_within(
    certificate: &Certificate,
    lists: &Lists<'_>,
    at: Timestamp,
    asked: &[&Certificate],
) -> Status {
    let implied = DistributionPoint { name: None, reasons: None, issuer: Vec::new() };
    let points = &certificate.extensions.points;
    let points = if points.is_empty() { std::slice::from_ref(&implied) } else { points };
    let mut check = Check { certificate, lists, at, asked, reasons: 0, doubt: Doubt::Missing };
    // The newest counts, wherever it stands; of those of one time, the one with a word against it.
    let mut whole: Vec<_> = lists.lists.iter().filter(|list| list.base.is_none()).collect();
    whole.sort_by_key(|list| Reverse(list.this_update));
    for point in points {
        for (place, list) in whole.iter().enumerate() {
            if let Some(status) = check.ask(point, list) {
                return status;
            }
            let next = whole.get(place + 1);
            let is_last = next.is_none_or(|next| next.this_update < list.this_update);
            if check.reasons == ALL_REASONS && is_last {
                return Status::Good;
            }
        }
    }
    Status::Unknown(check.doubt)
}

struct Check<'c> {
    certificate: &'c Certificate,
    lists: &'c Lists<'c>,
    at: Timestamp,
    asked: &'c [&'c Certificate],
    /// For which reasons it is known not to be revoked.
    reasons: u16,
    doubt: Doubt,
}

impl Check<'_> {
    /// What one list and its changes say; nothing if the certificate is not in them.
    fn ask(&mut self, point: &DistributionPoint, list: &RevocationList) -> Option<Status> {
        if !self.is_about(point, list) {
            return None;
        }
        let reasons = point.reasons.map_or(ALL_REASONS, |bits| bits & ALL_REASONS)
            & list.point.reasons.map_or(ALL_REASONS, |bits| bits & ALL_REASONS);
        if let Err(doubt) = self.is_good(list) {
            self.doubt = doubt;
            return None;
        }
        let (issuer, serial) = (&self.certificate.issuer, &self.certificate.serial);
        let changes = self.lists.lists.iter().filter(|change| change.is_change_of(list));
        let changes = changes.filter(|change| self.is_good(change).is_ok());
        let newest = changes.max_by_key(|change| change.this_update);
        let changed = newest.and_then(|change| change.find(issuer, serial));
        let found = match changed.or_else(|| list.find(issuer, serial)) {
            Some(revocation) if revocation.reason == Reason::RemovedFromList => None,
            found => found,
        };
        self.reasons |= reasons;
        found.map(Status::Revoked)
    }

    /// Whether the list is one for this certificate and point.
    fn is_about(&self, point: &DistributionPoint, list: &RevocationList) -> bool {
        let about = &list.point;
        let is_authority = self.certificate.extensions.basic_constraints;
        let is_authority = is_authority.is_some_and(|constraints| constraints.is_authority);
        let issuer = GeneralName::Directory(list.issuer.clone());
        let is_issuer = if point.issuer.is_empty() {
            list.issuer == self.certificate.issuer
        } else {
            about.is_indirect && point.issuer.contains(&issuer)
        };
        let names = match (&point.name, point.issuer.first()) {
            (Some(name), Some(GeneralName::Directory(issuer))) => name.full(issuer),
            (Some(name), _) => name.full(&self.certificate.issuer),
            (None, Some(_)) => point.issuer.clone(),
            (None, None) => vec![GeneralName::Directory(self.certificate.issuer.clone())],
        };
        let is_named = about
            .name
            .as_ref()
            .is_none_or(|name| name.full(&list.issuer).iter().any(|one| names.contains(one)));
        is_issuer
            && is_named
            && (!about.only_users || !is_authority)
            && (!about.only_authorities || is_authority)
            && !about.only_attributes
    }

    /// Whether the list is of this time and signed by someone who may.
    fn is_good(&self, list: &RevocationList) -> Result<(), Doubt> {
        if list.unknown_critical.is_some() {
            return Err(Doubt::Missing);
        }
        if list.this_update > self.at || list.next_update.is_none_or(|next| next < self.at) {
            return Err(Doubt::Stale);
        }
        let all = self.lists.trusted.iter().chain(self.lists.others);
        let mut doubt = Doubt::Signer;
        for signer in all.filter(|one| one.subject == list.issuer && may_sign(one, list)) {
            match list.is_signed_by(signer) {
                Err(unfit) => doubt = Doubt::Signature(unfit),
                Ok(()) if self.is_trusted(signer) => return Ok(()),
                Ok(()) => doubt = Doubt::Signer,
            }
        }
        Err(doubt)
    }

    /// Whether a trusted certificate is above the signer, who is not revoked. An authority that has
    /// signed the certificate too is on its path, where it is asked about anyway.
    fn is_trusted(&self, signer: &Certificate) -> bool {
        let rules = Rules::at(self.at);
        if path::find(signer, self.lists.others, self.lists.trusted, &rules).is_err() {
            return false;
        }
        let is_asked = self.asked.contains(&signer) || self.lists.trusted.contains(signer);
        if is_asked || signer.has_signed(self.certificate).is_ok() {
            return true;
        }
        let asked = [self.asked, &[signer]].concat();
        asked.len() <= MOST_SIGNERS
            && check_within(signer, self.lists, self.at, &asked) == Status::Good
    }
}

fn may_sign(signer: &Certificate, list: &RevocationList) -> bool {
    let usage = signer.extensions.key_usage;
    let named = list.authority_key.as_ref().and_then(|key| key.key.as_ref());
    usage.is_none_or(|usage| usage.any_of(KeyUsage::REVOCATION_LISTS))
        && match (named, &signer.extensions.subject_key) {
            (Some(named), Some(key)) => named == key,
            _ => true,
        }
}
