//! Signatures: how long ours take to check, beside OpenSSL in the same run.
//!
//! Rounds are interleaved, ours and theirs in turn, so that what else the machine does falls on both; a
//! figure is the median of the rounds, with the fastest and the slowest.

use std::hint::black_box;
use std::sync::Arc;
use std::time::Instant;

use eds::algorithm::{Algorithm, PublicKey};
use eds::crl::RevocationList;
use eds::der::write;
use eds::digest::Hash;
use eds::oid::Oid;
use eds::sign::{How, Signer, cms, with_stamp};
use eds::verify::{Grounds, Trust, Verdict, verify};
use eds::x509::Certificate;
use jiff::{SignedDuration, Timestamp};
use residence::names::Iin;

use super::meter::real;
use super::peer::{Given, Peer};
use super::report::Report;
use super::year::Failed;
use crate::authority::{Authority, Holder, Kind, List, Person, Purpose, Wanted};

/// How many rounds.
const ROUNDS: usize = 101;

/// A check that is measured.
struct Check {
    /// What the figures are called: ours, theirs, and how many times theirs ours takes.
    names: [&'static str; 3],
    label: &'static str,
    /// How often in a round.
    times: u32,
    key: PublicKey,
    algorithm: Algorithm,
    digest: Vec<u8>,
    signature: Vec<u8>,
    given: Given,
    ours: Vec<f64>,
    theirs: Vec<f64>,
    /// Why OpenSSL does not take part.
    left_out: Option<String>,
}

/// Measures.
///
/// # Errors
/// A signature of ours does not count, so that there is nothing to measure.
pub fn run() -> Result<Report, Failed> {
    let clock = service::clock::system();
    let now = Timestamp::from_second(clock().as_second()).unwrap_or_default();
    let authority = Authority::new(Arc::new(move || now));
    let person = person()?;
    let mut checks = checks(&authority, &person, now)?;
    let mut wholes = Vec::new();
    for kind in Kind::ALL {
        wholes.push(Whole::new(&authority, &person, kind, now)?);
    }
    let mut peer = Peer::start().map_err(|error| format!("python3 does not start: {error}"));
    let mut version = String::new();
    for check in &mut checks {
        let loaded = match &mut peer {
            Ok(peer) => peer.load(check.label, &check.given),
            Err(why) => Err(why.clone()),
        };
        match loaded {
            Ok(found) => version = found,
            Err(why) => check.left_out = Some(why),
        }
    }
    for _ in 0..ROUNDS {
        for check in &mut checks {
            check.round(peer.as_mut().ok())?;
        }
        for whole in &mut wholes {
            whole.round()?;
        }
    }
    let peers = if version.is_empty() { "no peer".into() } else { format!("beside {version}") };
    let what = format!("checks of signatures, one thread, {peers}; medians of {ROUNDS} rounds");
    let mut report = Report { id: "eds", what, figures: Vec::new() };
    for check in checks {
        check.tell(&mut report);
    }
    for Whole { name, times, .. } in wholes {
        report.median(name, times, "µs");
    }
    Ok(report)
}

fn person() -> Result<Person, Failed> {
    let iin: Iin = "900101400023".parse().map_err(|_| Failed("the ИИН is wrong".into()))?;
    let [surname, given_name] = ["Серікова", "Айгүл"].map(str::to_owned);
    Ok(Person { iin, surname, given_name, patronymic: None })
}

fn holder(authority: &Authority, person: &Person, kind: Kind, now: Timestamp) -> Holder {
    let year = SignedDuration::from_hours(24 * 365);
    let (from, until) = (now - year, now + year);
    let purpose = Purpose::Signing;
    authority.certify(&Wanted { person, kind, purpose, number: 0, from, until })
}

/// Of GOST with 512 bits, RSA with 2048, RSA with 4096.
fn checks(authority: &Authority, person: &Person, now: Timestamp) -> Result<Vec<Check>, Failed> {
    let gost = authority.root(Kind::Gost2015);
    let large = authority.root(Kind::Rsa);
    let small = holder(authority, person, Kind::Rsa, now);
    let message = b"application 17";
    let short = small.key.sign(message).map_err(|error| Failed(error.to_string()))?;
    let gost = Check::new("gost", 10, gost, gost.body(), gost.signature())?;
    let small = Check::new("rsa-2048", 100, &small.certificate, message, &short)?;
    let large = Check::new("rsa-4096", 25, large, large.body(), large.signature())?;
    Ok(vec![
        gost.called(["GOST-512, ours", "GOST-512, gost-engine", "GOST-512, ours of theirs"]),
        small.called(["RSA-2048, ours", "RSA-2048, OpenSSL", "RSA-2048, ours of theirs"]),
        large.called(["RSA-4096, ours", "RSA-4096, OpenSSL", "RSA-4096, ours of theirs"]),
    ])
}

/// A key of GOST-2015 under the names by which the engine knows the same curve (RFC 9215).
fn relabelled(point: &[u8]) -> Vec<u8> {
    let name = |rest: &[u8]| {
        let oid = Oid::from_der(&[&[0x2A, 0x85, 0x03], rest].concat());
        oid.map(write::name).unwrap_or_default()
    };
    let set = write::sequence(&[&name(&[7, 1, 2, 1, 2, 1]), &name(&[7, 1, 1, 2, 3])]);
    let kind = write::sequence(&[&name(&[7, 1, 1, 1, 2]), &set]);
    write::sequence(&[&kind, &write::bits(&write::octets(point))])
}

/// Microseconds that one of so many takes.
fn each(nanoseconds: u128, times: u32) -> f64 {
    real(usize::try_from(nanoseconds).unwrap_or(usize::MAX)) / 1000.0 / f64::from(times)
}

impl Check {
    /// A signature over bytes by the key of a certificate.
    fn new(
        label: &'static str,
        times: u32,
        certificate: &Certificate,
        bytes: &[u8],
        signature: &[u8],
    ) -> Result<Self, Failed> {
        let key = certificate.key.clone().map_err(|error| Failed(error.to_string()))?;
        let info = certificate.key_info().map_err(|error| Failed(error.to_string()))?;
        let signature = signature.to_vec();
        let (algorithm, engine, info, theirs) = match &key {
            PublicKey::Rsa(_) => {
                (Algorithm::Rsa(Hash::Sha256), "-", info.to_vec(), signature.clone())
            }
            PublicKey::Gost2015(key) | PublicKey::Gost2004(key) => {
                let reversed = signature.iter().rev().copied().collect();
                (Algorithm::Gost2015, "gost", relabelled(&key.to_le_bytes()), reversed)
            }
        };
        let digest = algorithm.hash().digest(bytes);
        let given = Given { engine, key: info, signature: theirs, digest: digest.clone() };
        let (names, ours, theirs, left_out) = ([label; 3], Vec::new(), Vec::new(), None);
        let check = Self {
            names,
            label,
            times,
            key,
            algorithm,
            digest,
            signature,
            given,
            ours,
            theirs,
            left_out,
        };
        Ok(check)
    }

    fn called(self, names: [&'static str; 3]) -> Self {
        Self { names, ..self }
    }

    fn round(&mut self, peer: Option<&mut Peer>) -> Result<(), Failed> {
        let begun = Instant::now();
        for _ in 0..self.times {
            let (digest, signature) = (black_box(&self.digest), black_box(&self.signature));
            let checked = self.key.verify_digest(self.algorithm, digest, signature);
            checked.map_err(|error| Failed(format!("{}: {error}", self.label)))?;
        }
        self.ours.push(each(begun.elapsed().as_nanos(), self.times));
        if self.left_out.is_none()
            && let Some(peer) = peer
        {
            match peer.run(self.label, self.times) {
                Ok(took) => self.theirs.push(each(took.into(), self.times)),
                Err(error) => self.left_out = Some(error.to_string()),
            }
        }
        Ok(())
    }

    fn tell(self, report: &mut Report) {
        let [ours, theirs, share] = self.names;
        let mine = report.median(ours, self.ours, "µs");
        if let Some(why) = self.left_out {
            report.left_out(theirs, "µs", &why);
            report.left_out(share, "times", &why);
            return;
        }
        let other = report.median(theirs, self.theirs, "µs");
        report.figure(share, mine / other, "times");
    }
}

/// A whole signature with its time-stamp, as the service judges it: the signature, the stamp, the paths
/// of person and stamping authority, and whether any of them is revoked.
struct Whole {
    name: &'static str,
    der: Vec<u8>,
    trust: Trust,
    lists: Vec<RevocationList>,
    now: Timestamp,
    times: Vec<f64>,
}

impl Whole {
    fn new(
        authority: &Authority,
        person: &Person,
        kind: Kind,
        now: Timestamp,
    ) -> Result<Self, Failed> {
        let failed = |error: &dyn std::fmt::Display| Failed(error.to_string());
        let holder = holder(authority, person, kind, now);
        let signer = Signer { key: &holder.key, certificate: &holder.certificate, at: Some(now) };
        let der = cms(b"application 17", How::Attached, &[signer]).map_err(|e| failed(&e))?;
        let data = eds::cms::SignedData::read(&der).map_err(|error| failed(&error))?;
        let value = data.signers.first().map(|signer| signer.signature.clone());
        let token = authority.stamp_over(&value.unwrap_or_default(), now);
        let der = with_stamp(&der, 0, &token).map_err(|error| failed(&error))?;
        let lists = Kind::ALL.into_iter().flat_map(|kind| {
            [List::Root, List::Whole]
                .map(|which| RevocationList::read(&authority.list(kind, which)))
        });
        let lists = lists.collect::<Result<_, _>>().map_err(|error| failed(&error))?;
        let name = match kind {
            Kind::Gost2015 => "CAdES-T whole, GOST",
            Kind::Rsa => "CAdES-T whole, RSA",
        };
        Ok(Self { name, der, trust: authority.trust(), lists, now, times: Vec::new() })
    }

    fn round(&mut self) -> Result<(), Failed> {
        const TIMES: u32 = 2;
        let grounds = Grounds {
            at: self.now,
            trust: &self.trust,
            stamp_trust: &self.trust,
            needs_revocation: true,
            lists: &self.lists,
            answers: &[],
            answer_age: SignedDuration::from_hours(1),
        };
        let begun = Instant::now();
        for _ in 0..TIMES {
            let report = verify(black_box(&self.der), None, &grounds);
            let verdict = report.map(|report| report.verdict);
            if verdict != Ok(Verdict::Passed) {
                return Err(Failed(format!("{}: {verdict:?}", self.name)));
            }
        }
        self.times.push(each(begun.elapsed().as_nanos(), TIMES));
        Ok(())
    }
}
