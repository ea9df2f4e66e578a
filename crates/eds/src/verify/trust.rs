//! Whom to believe.

use crate::algorithm::Unfit;
use crate::path::{self, Path, Refusal, Rules};
use crate::x509::Certificate;

/// Certificates that are trusted, and those that lead to them. Who of them has signed whom is found out
/// once.
#[derive(Clone, Debug, Default)]
pub struct Trust {
    roots: Vec<Certificate>,
    others: Vec<Certificate>,
    /// Keys and the bytes that they have signed.
    known: Vec<(Vec<u8>, Certificate)>,
}

impl Trust {
    /// Trusts those that have signed themselves; the others only lead to them.
    #[must_use]
    pub fn new(certificates: Vec<Certificate>) -> Self {
        let is_root = |one: &Certificate| one.is_self_issued() && one.has_signed(one).is_ok();
        let (roots, others): (Vec<_>, Vec<_>) = certificates.into_iter().partition(is_root);
        let mut known = Vec::new();
        for one in &others {
            for issuer in roots.iter().chain(&others).filter(|issuer| issuer.subject == one.issuer)
            {
                if issuer.has_signed(one).is_ok() {
                    known.push((issuer.key_bytes.clone(), one.clone()));
                }
            }
        }
        Self { roots, others, known }
    }

    /// Those that are trusted by themselves.
    #[must_use]
    pub fn roots(&self) -> &[Certificate] {
        &self.roots
    }

    /// Those that others have signed.
    #[must_use]
    pub fn others(&self) -> &[Certificate] {
        &self.others
    }

    /// Finds a path over any of these, which are ours and perhaps more.
    pub(super) fn find<'c>(
        &'c self,
        certificate: &'c Certificate,
        others: &'c [Certificate],
        rules: &Rules,
    ) -> Result<Path<'c>, Refusal> {
        let mut has_signed =
            |issuer: &Certificate, subject: &Certificate| self.ask(issuer, subject);
        path::find_with(certificate, others, &self.roots, rules, &mut has_signed)
    }

    fn ask(&self, issuer: &Certificate, subject: &Certificate) -> Result<(), Unfit> {
        let is_this = |(key, signed): &(Vec<u8>, Certificate)| {
            *key == issuer.key_bytes && signed == subject && issuer.key.is_ok()
        };
        // The same bytes of a key under another algorithm would be another key.
        let is_ours = self.roots.contains(issuer) || self.others.contains(issuer);
        if is_ours && self.known.iter().any(is_this) { Ok(()) } else { issuer.has_signed(subject) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::digest::Hash;

    #[test]
    fn the_state_is_a_root_and_one_below_it() {
        let prod = Trust::prod();
        let [root] = prod.roots() else { panic!("not one root") };
        let [below] = prod.others() else { panic!("not one below it") };
        assert_eq!((root.has_signed(root), root.has_signed(below)), (Ok(()), Ok(())));
        assert_eq!(root.subject.to_string(), below.issuer.to_string());
        let at = "2026-07-01T00:00:00Z".parse().unwrap();
        assert_eq!(prod.find(below, &[], &Rules::at(at)).map(|path| path.0.len()), Ok(2));
        // As the list beside the files has them.
        let listed = include_str!("../../certs/prod/README.md");
        for one in [root, below] {
            let print = one.fingerprint(Hash::Sha256);
            let print: String = print.iter().map(|byte| format!("{byte:02x}")).collect();
            assert!(listed.contains(&print), "{print}");
        }
    }
}
