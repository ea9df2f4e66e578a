//! Finds a path.

use crate::algorithm::Unfit;
use crate::path::{Path, Refusal, Rules, check_issuer, check_one, check_whole};
use crate::x509::Certificate;

/// How many signatures are checked in one search, at most.
pub const MOST_SIGNATURES: usize = 32;

/// Certificates of a path, at most, those that authorities issue to themselves included.
const LONGEST: usize = 16;

/// Certificates looked at in one search, at most.
const MOST_STEPS: usize = 4096;

/// Finds a path from the certificate over any of the others to a trusted one.
///
/// # Errors
/// The refusal of the attempt that came farthest.
pub fn find<'c>(
    start: &'c Certificate,
    others: &'c [Certificate],
    trusted: &'c [Certificate],
    rules: &Rules,
) -> Result<Path<'c>, Refusal> {
    find_with(start, others, trusted, rules, &mut |issuer, subject| issuer.has_signed(subject))
}

/// As [`find`], with another way to tell whether the first certificate has signed the second: one that
/// remembers, for example.
///
/// # Errors
/// As [`find`].
pub fn find_with<'c>(
    start: &'c Certificate,
    others: &'c [Certificate],
    trusted: &'c [Certificate],
    rules: &Rules,
    has_signed: &mut dyn FnMut(&Certificate, &Certificate) -> Result<(), Unfit>,
) -> Result<Path<'c>, Refusal> {
    check_one(start, rules)?;
    if let Some(trusted) = trusted.iter().find(|trusted| *trusted == start) {
        return Ok(Path(vec![trusted]));
    }
    let mut search = Search {
        others,
        trusted,
        rules,
        has_signed,
        signatures: MOST_SIGNATURES,
        steps: MOST_STEPS,
        farthest: (0, Refusal::Untrusted),
    };
    let mut path = vec![start];
    if search.extend(&mut path) { Ok(Path(path)) } else { Err(search.farthest.1) }
}

struct Search<'c, 's> {
    others: &'c [Certificate],
    trusted: &'c [Certificate],
    rules: &'s Rules,
    has_signed: &'s mut dyn FnMut(&Certificate, &Certificate) -> Result<(), Unfit>,
    signatures: usize,
    steps: usize,
    /// How long the path was that came farthest, and why it went no further.
    farthest: (usize, Refusal),
}

impl<'c> Search<'c, '_> {
    /// Goes on from the end of the path; true if a trusted certificate was reached.
    fn extend(&mut self, path: &mut Vec<&'c Certificate>) -> bool {
        let Some(last) = path.last().copied() else { return false };
        let (trusted, others) = (self.trusted, self.others);
        let candidates = trusted.iter().map(|one| (one, true));
        for (issuer, is_trusted) in candidates.chain(others.iter().map(|one| (one, false))) {
            if issuer.subject != last.issuer || path.iter().any(|passed| is_same(passed, issuer)) {
                continue;
            }
            let tried = self.step(path, issuer, is_trusted);
            path.push(issuer);
            match tried
                .and_then(|()| if is_trusted { check_whole(path, self.rules) } else { Ok(()) })
            {
                Ok(()) if is_trusted || self.extend(path) => return true,
                Ok(()) => {}
                Err(Refusal::Limit) => {
                    self.farthest = (usize::MAX, Refusal::Limit);
                    return false;
                }
                Err(refusal) if path.len() > self.farthest.0 => {
                    self.farthest = (path.len(), refusal);
                }
                Err(_) => {}
            }
            path.pop();
            if self.farthest.1 == Refusal::Limit {
                return false;
            }
        }
        false
    }

    /// Whether this issuer may stand above the path.
    fn step(
        &mut self,
        path: &[&Certificate],
        issuer: &Certificate,
        is_trusted: bool,
    ) -> Result<(), Refusal> {
        self.steps = self.steps.checked_sub(1).ok_or(Refusal::Limit)?;
        let Some((subject, authorities)) = path.last().zip(path.get(1..)) else {
            return Err(Refusal::Untrusted);
        };
        let below = authorities.iter().filter(|authority| !authority.is_self_issued()).count();
        let one_more = usize::from(!is_trusted && !issuer.is_self_issued());
        if below + one_more > self.rules.depth || path.len() > LONGEST {
            return Err(Refusal::Depth);
        }
        check_one(issuer, self.rules)?;
        check_issuer(issuer, subject, below)?;
        self.signatures = self.signatures.checked_sub(1).ok_or(Refusal::Limit)?;
        (self.has_signed)(issuer, subject).map_err(Refusal::Signature)
    }
}

/// The same key under the same name: a path that meets it twice goes in a circle.
fn is_same(one: &Certificate, other: &Certificate) -> bool {
    one.subject == other.subject && one.key_bytes == other.key_bytes
}
