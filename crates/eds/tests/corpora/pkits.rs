//! PKITS: paths as NIST has put them together to be refused or accepted.

use std::fs;

use eds::crl::{self, Lists, RevocationList};
use eds::oid::{self, Oid};
use eds::path::{self, Rules};
use eds::revocation::Status;
use eds::x509::Certificate;

use super::folder::{files, folder};

/// Cases whose signature or key is DSA, which nobody here has.
const DSA: [&str; 2] = ["ValidDSASignaturesTest4", "ValidDSAParameterInheritanceTest5"];

/// Cases that name their certificate otherwise.
const NAMES: [(&str, &str); 11] = [
    ("AllCertificatesSamePolicyTest1", "ValidCertificatePathTest1"),
    ("InvalidNameChainingEETest1", "InvalidNameChainingTest1"),
    ("InvalidSelfIssuedDNnameConstraintsTest20", "InvalidDNnameConstraintsTest20"),
    ("InvalidonlyContainsCACertsCRLTest12", "InvalidonlyContainsCACertsTest12"),
    ("InvalidonlyContainsUserCertsCRLTest11", "InvalidonlyContainsUserCertsTest11"),
    ("MissingCRLTest1", "InvalidMissingCRLTest1"),
    ("ValidNameChainingUIDsTest6", "ValidNameUIDsTest6"),
    ("ValidSelfIssuedDNnameConstraintsTest19", "ValidDNnameConstraintsTest19"),
    ("ValidSignaturesTest1", "ValidCertificatePathTest1"),
    ("ValidonlyContainsCACertsCRLTest13", "ValidonlyContainsCACertsTest13"),
    ("InvalidDSASignatureTest6", "InvalidDSASignatureTest6"),
];

struct Pool {
    trusted: Vec<Certificate>,
    others: Vec<Certificate>,
    /// The certificate of each case, by its name in small letters.
    cases: Vec<(String, Certificate)>,
}

fn read() -> Option<Pool> {
    let folder = folder("vectors/pkits/certs")?;
    let mut pool = Pool { trusted: Vec::new(), others: Vec::new(), cases: Vec::new() };
    for file in files(&folder) {
        let name = file.file_stem().unwrap().to_str().unwrap().to_owned();
        let certificate = Certificate::read(&fs::read(&file).unwrap());
        let certificate = match certificate {
            Ok(certificate) => certificate,
            Err(malformed) => {
                println!("{name}: {malformed}");
                continue;
            }
        };
        match name.strip_suffix("EE") {
            Some(case) => pool.cases.push((case.to_lowercase(), certificate)),
            None if name == "TrustAnchorRootCertificate" => pool.trusted.push(certificate),
            None => pool.others.push(certificate),
        }
    }
    Some(pool)
}

/// Name and expected verdict of each case, as its name says it.
fn expected() -> Vec<(String, String)> {
    let folder = folder("vectors/pkits").unwrap();
    let table = fs::read_to_string(folder.join("expected.tsv")).unwrap();
    let rows = table.lines().skip(1).map(|line| {
        let mut columns = line.split('\t');
        let name = columns.next().unwrap().strip_prefix("Signed").unwrap();
        (name.trim_end_matches(".eml").to_owned(), columns.next().unwrap().to_owned())
    });
    rows.collect()
}

impl Pool {
    /// The certificate of a case; nothing if it cannot be read.
    fn certificate(&self, case: &str) -> Option<&Certificate> {
        let other = NAMES.iter().find(|(known, _)| *known == case);
        let name = other.map_or(case, |(_, name)| name).to_lowercase();
        let found = self.cases.iter().find(|(known, _)| *known == name);
        found.map(|(_, certificate)| certificate)
    }
}

/// Reads the lists, but those that cannot be.
fn lists() -> Vec<RevocationList> {
    let folder = folder("vectors/pkits/crls").unwrap();
    let all = files(&folder);
    let read = all.iter().filter_map(|file| RevocationList::read(&fs::read(file).unwrap()).ok());
    let lists: Vec<_> = read.collect();
    println!("{} of {} lists could be read", lists.len(), all.len());
    lists
}

#[test]
fn paths_and_lists_are_accepted_or_refused() {
    let Some(pool) = read() else { return };
    let at = "2020-01-01T00:00:00Z".parse().unwrap();
    let (rules, lists) = (Rules::at(at), lists());
    let lists = Lists { lists: &lists, others: &pool.others, trusted: &pool.trusted };
    let (mut accepted, mut refused) = (0, 0);
    for (case, verdict) in expected() {
        let found = pool.certificate(&case);
        assert!(found.is_some() || case == "InvalidDSASignatureTest6", "no certificate of {case}");
        let path = found.map(|one| path::find(one, &pool.others, &pool.trusted, &rules));
        let statuses = match path {
            Some(Ok(path)) => {
                let below = path.0.split_last().unwrap().1;
                Ok(below.iter().map(|one| crl::check(one, &lists, at)).collect::<Vec<_>>())
            }
            other => Err(other.map(|path| path.map(drop))),
        };
        let is_good = statuses.as_ref().is_ok_and(|all| all.iter().all(|one| *one == Status::Good));
        match (verdict.as_str(), is_good) {
            ("accept", true) => accepted += 1,
            ("reject", false) => refused += 1,
            ("policy-dependent", _) => {}
            ("accept", false) if DSA.contains(&case.as_str()) => {}
            _ => panic!("{case}: {statuses:?}"),
        }
    }
    println!("{accepted} accepted, {refused} refused");
    assert_eq!((accepted, refused), (86, 114));
}

/// What a user's policies change, as NIST describes it for each case.
#[test]
fn policies_of_the_user_are_asked() {
    let Some(pool) = read() else { return };
    let number = |last: u32| {
        let der =
            [0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x02, 0x01, 0x30, u8::try_from(last).unwrap()];
        Oid::from_der(&der).unwrap()
    };
    let holds = |case: &str, policies: &[Oid], require_policy| {
        let at = "2020-01-01T00:00:00Z".parse().unwrap();
        let rules = Rules { require_policy, policies: policies.to_vec(), ..Rules::at(at) };
        let certificate = pool.certificate(case).unwrap();
        path::find(certificate, &pool.others, &pool.trusted, &rules).is_ok()
    };
    let any = [oid::ANY_POLICY];
    let (first, second) = ([number(1)], [number(2)]);
    assert!(holds("AllCertificatesSamePolicyTest1", &any, true));
    assert!(holds("AllCertificatesSamePolicyTest1", &first, true));
    assert!(!holds("AllCertificatesSamePolicyTest1", &second, true));
    assert!(holds("AllCertificatesNoPoliciesTest2", &any, false));
    assert!(!holds("AllCertificatesNoPoliciesTest2", &any, true));
    assert!(holds("DifferentPoliciesTest3", &any, false));
    assert!(!holds("DifferentPoliciesTest3", &any, true));
    assert!(holds("OverlappingPoliciesTest6", &first, true));
    assert!(!holds("OverlappingPoliciesTest6", &second, true));
    assert!(holds("ValidPolicyMappingTest1", &first, true));
    assert!(!holds("ValidPolicyMappingTest1", &second, true));
}
