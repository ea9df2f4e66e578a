//! What was found, for people.

use eds::path::Refusal;
use eds::verify::{SubIndication, Verdict};
use jiff::Timestamp;
use residence::law::almaty;

use super::found::{Content, Found, Holder, Kind, One, Outcome, Revocation, Signer, Stamp};

/// Why it is so, in a sentence, with the remedy where there is one.
pub(super) fn why(kind: Kind, verdict: Verdict, refusal: Option<Refusal>) -> String {
    let sub = match verdict {
        Verdict::Passed => return "everything that was checked is right".to_owned(),
        Verdict::Indeterminate(sub) | Verdict::Failed(sub) => sub,
    };
    let why = because(kind, sub);
    match refusal {
        Some(
            refusal @ (Refusal::Signature(_)
            | Refusal::NoAuthority
            | Refusal::OtherKey
            | Refusal::Depth
            | Refusal::Critical(_)
            | Refusal::Name
            | Refusal::Policy
            | Refusal::Limit),
        ) => format!("{why}: {refusal}"),
        Some(Refusal::Untrusted | Refusal::NotYet | Refusal::Expired) | None => why.to_owned(),
    }
}

const fn because(kind: Kind, sub: SubIndication) -> &'static str {
    use SubIndication as Sub;
    match sub {
        // Nothing is signed with a certificate that could be older.
        Sub::RevokedNoPoe if matches!(kind, Kind::Certificate) => "the certificate is revoked",
        Sub::RevokedCaNoPoe if matches!(kind, Kind::Certificate) => {
            "the certificate of an authority is revoked"
        }
        Sub::OutOfBoundsNoPoe if matches!(kind, Kind::Certificate) => {
            "a certificate is not valid any more; another time of judging can be named with --at"
        }
        Sub::FormatFailure => "it is not written as it should be",
        Sub::HashFailure => "something else was signed than this content",
        Sub::SigCryptoFailure => {
            "the signature is wrong: the key of the certificate has not made it"
        }
        Sub::NotYetValid => "a certificate was not valid yet",
        Sub::SigConstraintsFailure => "the certificate is not for signing",
        Sub::ChainConstraintsFailure => "a certificate breaks a rule on certificates",
        Sub::CertificateChainGeneralFailure => "something is wrong with the certificates",
        Sub::CryptoConstraintsFailure => "an algorithm or a key is too weak or not known",
        Sub::TimestampOrderFailure => "a time-stamp is from the future",
        Sub::NoSigningCertificateFound => "the certificate of whoever has signed is not there",
        Sub::NoCertificateChainFound => {
            "no trusted certificate is reached; another trust set can be named with --trust"
        }
        Sub::RevokedNoPoe => {
            "the certificate is revoked, and nothing proves that the signature is older"
        }
        Sub::RevokedCaNoPoe => {
            "the certificate of an authority is revoked, and nothing proves that the signature is older"
        }
        Sub::OutOfBoundsNoPoe => {
            "a certificate is not valid any more, and no time-stamp proves that the signature is older; \
             another time of judging can be named with --at"
        }
        Sub::TryLater => "the lists given with --crl do not say whether the certificate is revoked",
        Sub::SignedDataNotFound => {
            "what was signed is kept apart from the signature; name it with --content"
        }
    }
}

/// The answer, a line each.
pub(super) fn lines(found: &Found) -> Vec<String> {
    let what = match found.kind {
        Some(Kind::Certificate) => "the certificate",
        _ if found.signers.len() > 1 => "the signature by several",
        _ => "the signature",
    };
    let is = match found.outcome {
        Verdict::Passed => format!("{what} is valid"),
        Verdict::Failed(_) => format!("{what} is NOT valid"),
        Verdict::Indeterminate(_) => format!("it cannot be said whether {what} is valid"),
    };
    let mut lines = vec![
        format!("{}: {is}.", found.file),
        field("verdict", named(&found.verdict)),
        field("why", &found.why),
        field("judged", format!("at {}, trusting {}", moment(found.judged_at), found.trust)),
    ];
    match found.content {
        Some(Content::Attached) => lines.push(field("content", "within the signature")),
        Some(Content::Detached) => lines.push(field("content", "apart, as given")),
        Some(Content::Missing) => lines.push(field("content", "apart, and not given")),
        None => {}
    }
    if let Some(certificate) = &found.certificate {
        let note = "a certificate alone was judged: nothing is signed with it here";
        lines.push(field("note", note));
        holder(certificate, &mut lines);
    }
    for (place, signer) in found.signers.iter().enumerate() {
        lines.push(String::new());
        lines.push(format!("Signature {} of {}", place + 1, found.signers.len()));
        self::signer(signer, &mut lines);
    }
    lines
}

fn signer(signer: &Signer, lines: &mut Vec<String>) {
    lines.push(field("verdict", named(&signer.verdict)));
    lines.push(field("why", &signer.why));
    let algorithm = signer.algorithm.as_deref().unwrap_or("not known, or too weak");
    lines.push(field("algorithm", algorithm));
    if let Some(time) = signer.claimed_time {
        lines.push(field("said time", format!("{}, which nothing proves", moment(time))));
    }
    match signer.time_stamps.as_slice() {
        [] => lines.push(field("time-stamp", "none")),
        stamps => lines.extend(stamps.iter().map(|one| field("time-stamp", stamp(one)))),
    }
    match &signer.certificate {
        Some(certificate) => holder(certificate, lines),
        None => lines.push(field("signer", "not known: the certificate is not there")),
    }
}

fn stamp(stamp: &Stamp) -> String {
    let at = stamp.at.map_or_else(|| "without a time".to_owned(), moment);
    let by = stamp.authority.as_deref().map(|by| format!(" by {by}")).unwrap_or_default();
    format!("{at}{by}: {}, {}", named(&stamp.verdict), stamp.why)
}

fn holder(holder: &Holder, lines: &mut Vec<String>) {
    let numbers = [("ИИН", &holder.iin), ("БИН", &holder.bin)];
    let mut who = vec![holder.name.clone().unwrap_or_else(|| holder.one.subject.clone())];
    who.extend(numbers.iter().filter_map(|(kind, one)| Some(format!("{kind} {}", one.as_ref()?))));
    who.extend(holder.organisation.clone());
    lines.push(field("signer", who.join(", ")));
    lines.push(field("serial", &holder.one.serial));
    match holder.chain.as_slice() {
        [] => {
            let One { issuer, not_before, not_after, .. } = &holder.one;
            lines.push(field("valid", period(*not_before, *not_after)));
            lines.push(field("issuer", issuer));
            lines.push(field("chain", "none that ends in a trusted certificate"));
        }
        chain => {
            for (place, one) in chain.iter().enumerate() {
                let name = if place == 0 { "chain" } else { "" };
                let period = period(one.not_before, one.not_after);
                lines.push(field(name, format!("{}. {} (valid {period})", place + 1, one.subject)));
            }
        }
    }
    for (place, one) in holder.revocation.iter().enumerate() {
        let name = if place == 0 { "revocation" } else { "" };
        lines.push(field(name, format!("{}. {}", place + 1, revocation(one))));
    }
}

fn revocation(one: &Revocation) -> String {
    match (one.status, one.at) {
        ("good", _) => "not revoked".to_owned(),
        ("not_checked", _) => "not checked: no --crl".to_owned(),
        (_, Some(at)) => {
            let reason = one.reason.as_deref().unwrap_or("unspecified");
            format!("REVOKED at {}: {reason}", moment(at))
        }
        (_, None) => format!("not known: {}", one.why.as_deref().unwrap_or("nothing is said")),
    }
}

fn named(outcome: &Outcome) -> String {
    let sub = outcome.sub_indication.map(|sub| format!("/{sub}")).unwrap_or_default();
    format!("{}{sub}", outcome.verdict)
}

/// A line of the answer. What stands in certificates may be anything, and must not command the terminal.
fn field(name: &str, value: impl std::fmt::Display) -> String {
    format!("  {name:10}  {value}").replace(char::is_control, "?")
}

fn period(from: Timestamp, until: Timestamp) -> String {
    let day = |at| almaty().to_datetime(at).strftime("%Y-%m-%d").to_string();
    format!("{} to {}", day(from), day(until))
}

/// A time as people in Kazakhstan read it, to the second.
fn moment(at: Timestamp) -> String {
    almaty().to_datetime(at).strftime("%Y-%m-%d %H:%M:%S").to_string()
}
