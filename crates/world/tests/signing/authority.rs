//! What the authority makes, judged by `eds`.

use std::path::Path;

use eds::revocation::Reason;
use eds::signer::{self, NotTaken};
use eds::verify::{SubIndication as Sub, Trust, Verdict};
use world::authority::{Authority, Kind, List, Purpose, Wanted, Wrong};

use super::made::{
    CONTENT, Known, NOW, authority, holder, person, report, signed, time, verdict, wanted,
};

const TRY_LATER: Verdict = Verdict::Indeterminate(Sub::TryLater);
const REVOKED: Verdict = Verdict::Indeterminate(Sub::RevokedNoPoe);
const ALL: [List; 3] = [List::Root, List::Whole, List::Changes];

/// Written anew with `UPDATE_EXPECT=1`.
#[test]
fn the_certificates_in_eds_are_those_of_the_authority() {
    let authority = authority();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../eds/certs/demo");
    let mut ours = Vec::new();
    for kind in Kind::ALL {
        for (name, certificate) in
            [("root", authority.root(kind)), ("issuing", authority.issuing(kind))]
        {
            let file = folder.join(format!("{name}-{}.cer", kind.as_str()));
            if std::env::var_os("UPDATE_EXPECT").is_some() {
                std::fs::write(&file, certificate.as_der()).unwrap();
            }
            assert_eq!(std::fs::read(&file).unwrap(), certificate.as_der(), "{}", file.display());
            ours.push(certificate.as_der().to_vec());
        }
    }
    let demo = Trust::demo();
    let mut known: Vec<Vec<u8>> =
        demo.roots().iter().chain(demo.others()).map(|one| one.as_der().to_vec()).collect();
    known.sort();
    ours.sort();
    assert!(known == ours, "they are the four, and no others");
    assert_eq!(demo.roots().len(), 2);
}

#[test]
fn a_person_is_who_has_signed() {
    let authority = authority();
    for kind in Kind::ALL {
        let holder = holder(&authority, kind);
        let der = signed(&holder, Some((&authority, NOW)));
        let report = report(&authority, &der, &Known::lists(&authority, &ALL));
        assert_eq!(report.verdict, Verdict::Passed, "{kind:?}");
        assert_eq!(report.content.as_deref(), Some(CONTENT));
        let who = signer::person(&report).unwrap();
        assert_eq!(who.iin, person().iin.to_string());
        assert_eq!(who.name, "СЕРІКОВА АЙГҮЛ");
        assert_eq!(who.surname.as_deref(), Some("СЕРІКОВА"));
        assert_eq!(who.patronymic.as_deref(), Some("БОЛАТҚЫЗЫ"));
    }
}

#[test]
fn the_same_is_made_each_time() {
    let (one, other) = (authority(), authority());
    for kind in Kind::ALL {
        assert_eq!(holder(&one, kind).certificate, holder(&other, kind).certificate);
        let person = person();
        let second = Wanted { number: 1, ..wanted(&person, kind) };
        assert_ne!(one.certify(&second).certificate, holder(&one, kind).certificate);
    }
}

#[test]
fn an_answer_is_enough_beside_the_list_of_the_root() {
    let authority = authority();
    for kind in Kind::ALL {
        let holder = holder(&authority, kind);
        let der = signed(&holder, None);
        let known = || Known::lists(&authority, &[List::Root]);
        assert_eq!(verdict(&authority, &der, &known()), TRY_LATER);
        let asked = known().ask(&authority, &holder, None);
        assert_eq!(verdict(&authority, &der, &asked), Verdict::Passed, "{kind:?}");
        for wrong in [Wrong::Old, Wrong::Nonce, Wrong::Signer] {
            let asked = known().ask(&authority, &holder, Some(wrong));
            assert_eq!(verdict(&authority, &der, &asked), TRY_LATER, "{kind:?} {wrong:?}");
        }
    }
}

#[test]
fn what_is_revoked_does_not_pass_unless_it_was_stamped_before() {
    for kind in Kind::ALL {
        for (reason, stamped) in
            [(Reason::Superseded, Verdict::Passed), (Reason::KeyCompromise, REVOKED)]
        {
            let authority = authority();
            let holder = holder(&authority, kind);
            let revoked = time("2026-06-16T00:00:00Z");
            authority.revoke(&holder.certificate, reason, revoked).unwrap();
            assert_eq!(authority.revoked(&holder.certificate).map(|one| one.at), Some(revoked));
            let der = signed(&holder, None);
            let early = signed(&holder, Some((&authority, "2026-06-15T00:00:00Z")));
            let late = signed(&holder, Some((&authority, "2026-06-17T00:00:00Z")));
            let by_list = Known::lists(&authority, &ALL);
            let by_answer = Known::lists(&authority, &ALL[..1]).ask(&authority, &holder, None);
            for known in [&by_list, &by_answer] {
                assert_eq!(verdict(&authority, &der, known), REVOKED);
                assert_eq!(verdict(&authority, &late, known), REVOKED);
            }
            assert_eq!(verdict(&authority, &early, &by_list), stamped, "{kind:?} {reason}");
        }
    }
}

#[test]
fn changes_tell_what_the_whole_list_does_not_know_yet() {
    let authority = authority();
    let holder = holder(&authority, Kind::Gost2015);
    let der = signed(&holder, None);
    let at = time("2026-08-01T11:00:00Z");
    authority.revoke(&holder.certificate, Reason::Superseded, at).unwrap();
    let whole = Known::lists(&authority, &ALL[..2]);
    assert_eq!(verdict(&authority, &der, &whole), Verdict::Passed);
    let with_changes = Known::lists(&authority, &ALL);
    assert_eq!(verdict(&authority, &der, &with_changes), REVOKED);
}

#[test]
fn what_was_never_issued_is_called_revoked_and_does_not_pass() {
    let (authority, other) = (authority(), authority());
    let holder = holder(&authority, Kind::Gost2015);
    // The number of a certificate of RSA says nothing to the tree of GOST.
    let strange = super::made::holder(&other, Kind::Rsa);
    let mut question =
        eds::ocsp::request(&holder.certificate, authority.issuing(Kind::Gost2015), &[7; 16]);
    let (serial, foreign) = (&holder.certificate.serial, &strange.certificate.serial);
    let at = question.windows(serial.len()).position(|part| part == serial).unwrap();
    question.splice(at..at + serial.len(), foreign.iter().copied());
    let answer = authority.answer(&question, None);
    let never = eds::oid::OCSP_NEVER_ISSUED;
    assert!(answer.windows(never.as_der().len()).any(|part| part == never.as_der()));
    assert!(answer.windows(15).any(|part| part == b"19700101000000Z"));
}

#[test]
fn other_certificates_are_not_those_of_a_person_who_signs() {
    let authority = authority();
    let person = person();
    let organisation = Purpose::Organisation("123456789012".into(), "ЖШС «Үлгі»".into());
    for (purpose, kind, why) in [
        (organisation, Kind::Gost2015, NotTaken::NotAPerson),
        (Purpose::SigningIn, Kind::Rsa, NotTaken::Purpose),
    ] {
        let holder = authority.certify(&Wanted { purpose, ..wanted(&person, kind) });
        let known = Known::lists(&authority, &ALL);
        let report = report(&authority, &signed(&holder, None), &known);
        assert_eq!(report.verdict, Verdict::Passed);
        assert_eq!(signer::person(&report), Err(why));
    }
    let expired = Wanted { until: time("2026-07-01T00:00:00Z"), ..wanted(&person, Kind::Rsa) };
    let holder = authority.certify(&expired);
    let der = signed(&holder, None);
    let out_of_bounds = Verdict::Indeterminate(Sub::OutOfBoundsNoPoe);
    assert_eq!(verdict(&authority, &der, &Known::lists(&authority, &ALL)), out_of_bounds);
}

#[test]
fn what_is_revoked_stays_so_after_a_start() {
    let folder = std::env::temp_dir().join(format!("tirkeu-authority-{}", std::process::id()));
    let open = || Authority::open(std::sync::Arc::new(|| time(NOW)), &folder).unwrap();
    let first = open();
    let holder = holder(&first, Kind::Rsa);
    let at = time("2026-06-16T00:00:00Z");
    first.revoke(&holder.certificate, Reason::Superseded, at).unwrap();
    let again = open().revoked(&holder.certificate);
    std::fs::remove_dir_all(&folder).unwrap();
    assert_eq!(again.map(|one| (one.at, one.reason)), Some((at, Reason::Superseded)));
}
