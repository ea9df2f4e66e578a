//! A day at the counter: finding, looking, filing for somebody who is present.

use residence::case::Status;
use residence::intake::Channel;
use service::desk::office::Role;
use service::desk::reading::{Purpose, Reader, What};

use crate::stage::Stage;
use crate::visitor::Visitor;

const PDF: &[u8] = b"%PDF-1.7 a paper";

#[tokio::test]
async fn only_what_was_referred_is_found_and_it_is_masked() {
    let stage = Stage::new().await;
    let referred = stage.files_online("minor_owner").await;
    assert_eq!(referred.status(), Status::Referred);
    let online = stage.files_online("other_owner").await;
    let operator = stage.with(Role::Operator);
    let mut officer = Visitor::officer(&stage, operator).await;
    for (number, finds) in [(referred.number(), true), (online.number(), false)] {
        officer.opens("/find").await;
        officer.sends(&[("number", number.as_str())]).await;
        assert_eq!(officer.status, 200, "{}", officer.page);
        assert_eq!(officer.says("Nothing was found"), !finds, "{number}");
        assert_eq!(officer.says(&format!("/cases/{}", referred.id)), finds);
        let (look, other) = (officer.at.clone(), referred.id);
        if !finds {
            let page = format!("{look}/cases/{}", online.id);
            assert_eq!(officer.status_of(&page).await, 404);
            assert_eq!(officer.status_of(&format!("{look}/cases/{other}")).await, 404);
        }
    }
    // What found nothing is on the officer's own record; nobody learns of the other application.
    let own = stage.readings(operator).await;
    assert_eq!(own.len(), 1, "{own:?}");
    assert_eq!(own[0].basis, online.number().to_string());
    assert!(stage.readings(online.application.applicant).await.is_empty());
}

#[tokio::test]
async fn every_look_is_saved_and_the_full_view_is_a_step_of_its_own() {
    let stage = Stage::new().await;
    let case = stage.files_online("minor_owner").await;
    let applicant = case.application.applicant;
    let row = stage.story("minor_owner").snapshot.person(applicant).unwrap();
    let operator = stage.with(Role::Operator);
    let mut officer = Visitor::officer(&stage, operator).await;
    officer.opens("/find").await;
    officer.sends(&[("iin", applicant.as_str())]).await;
    assert_eq!(officer.status, 422);
    assert!(officer.says("Choose the purpose") && officer.says("Fill in this field"));
    officer
        .sends(&[("iin", applicant.as_str()), ("purpose", "present"), ("basis", "ID 1234")])
        .await;
    assert_eq!(officer.status, 200, "{}", officer.page);
    let look = officer.at.clone();
    let view = format!("{look}/cases/{}", case.id);
    officer.opens(&view).await;
    assert!(officer.says(&row.masked_name()) && !officer.says(&row.full_name()));
    assert!(!officer.says(applicant.as_str()));
    assert!(officer.says("R-OWN-MINOR"), "the counter sees the rule itself");
    officer.presses(&format!("{view}/open"), &[]).await;
    assert!(officer.says(&row.full_name()) && officer.says(applicant.as_str()));
    let readings = stage.readings(applicant).await;
    assert_eq!(readings.len(), 3, "the search, the view, the full view: {readings:?}");
    for reading in &readings {
        assert_eq!(reading.by, Reader::Officer(operator));
        assert_eq!((reading.purpose, reading.basis.as_str()), (Purpose::Counter, "ID 1234"));
    }
    assert!(readings[0].what.contains(&What::Address), "the last is the full one");
    // Another officer goes on with nothing of this.
    let mut other = Visitor::officer(&stage, stage.other_operator()).await;
    assert_eq!(other.status_of(&look).await, 404);
    assert_eq!(other.status_of(&view).await, 404);
    for role in [Role::Approver, Role::Auditor, Role::Reviewer, Role::Administrator] {
        let mut officer = Visitor::officer(&stage, stage.with(role)).await;
        for path in ["/find", "/file", look.as_str(), view.as_str()] {
            assert_eq!(officer.status_of(path).await, 404, "{role:?} {path}");
        }
    }
}

/// Begins a filing for the applicant of a story; the address of its page.
async fn begins(officer: &mut Visitor, stage: &Stage, story: &str) -> String {
    let scenario = &stage.story(story).scenario;
    officer.opens("/file").await;
    officer.sends(&[("iin", scenario.applicant.as_str()), ("identity", "ID 1234")]).await;
    assert!(officer.at.ends_with("/where"), "{}: {}", officer.at, officer.page);
    officer.sends(&[("q", &scenario.rka.to_string())]).await;
    assert!(officer.at.ends_with("/what"), "{}: {}", officer.at, officer.page);
    officer.sends(&[("kind", "permanent"), ("reason", "family")]).await;
    assert_eq!(officer.status, 200, "{}", officer.page);
    officer.at.clone()
}

#[tokio::test]
async fn what_is_filed_online_is_told_before_anybody_signs() {
    let stage = Stage::new().await;
    let mut officer = Visitor::officer(&stage, stage.with(Role::Operator)).await;
    begins(&mut officer, &stage, "other_owner").await;
    assert!(officer.says("R-CHANNEL") && officer.says("Registration is done online"));
    assert!(officer.says("Joint order"), "with its article");
    assert!(!officer.says("Go on to sign"));
}

#[tokio::test]
async fn the_child_owner_s_guardian_agrees_on_paper_and_the_citizen_signs() {
    let stage = Stage::new().await;
    let scenario = &stage.story("minor_owner").scenario;
    let operator = stage.with(Role::Operator);
    let mut officer = Visitor::officer(&stage, operator).await;
    let filing = begins(&mut officer, &stage, "minor_owner").await;
    assert!(officer.says("R-OWN-MINOR") && officer.says("The paper is missing"));
    assert!(!officer.says("Go on to sign"));
    officer.opens(&format!("{filing}/papers/0")).await;
    let paper = [
        ("kind", "guardianship"),
        ("number", "17"),
        ("dated", "15.01.2026"),
        ("issued_by", "Akimat"),
    ];
    officer.sends_file(&paper, ("scan", "application/pdf", b"MZ not a scan")).await;
    assert_eq!(officer.status, 422);
    assert!(officer.says("neither PDF nor JPEG nor PNG"), "{}", officer.page);
    officer.sends_file(&paper[..1], ("scan", "application/pdf", PDF)).await;
    assert_eq!(officer.status, 422);
    assert!(officer.says("Fill in this field"), "{}", officer.page);
    let large = [PDF, &[0; 2 * 1024 * 1024]].concat();
    officer.sends_file(&paper, ("scan", "application/pdf", &large)).await;
    assert_eq!(officer.status, 422);
    assert!(officer.says("larger than 2 MB"), "{}", officer.page);
    officer.sends_file(&paper, ("scan", "application/pdf", PDF)).await;
    assert_eq!((officer.status, &officer.at), (200, &filing), "{}", officer.page);
    assert!(officer.says("Nothing stands in the way"), "{}", officer.page);

    officer.opens(&format!("{filing}/scans/0")).await;
    assert_eq!(officer.page.as_bytes(), PDF);
    assert!(officer.head["content-disposition"].to_str().unwrap().starts_with("attachment"));
    assert_eq!(officer.head["x-content-type-options"], "nosniff");

    officer.opens(&filing).await;
    officer.presses(&format!("{filing}/draft"), &[]).await;
    officer.sends(&[("action", "choose"), ("method", "eds")]).await;
    assert!(officer.at.ends_with("/sign/eds"), "{}", officer.at);
    // The officer cannot sign for them.
    officer.signs(&stage.key(operator)).await;
    assert_eq!(officer.status, 422, "{}", officer.page);
    officer.signs(&stage.key(scenario.applicant)).await;
    assert!(officer.at.ends_with("/filed"), "{}: {}", officer.at, officer.page);

    let all = store::CaseQuery {
        key: store::CaseKey::Applicant,
        value: scenario.applicant.to_string(),
        before: None,
        limit: 10,
    };
    let stored = stage.app().store.cases(&all).await.unwrap();
    let id = service::cases::read(&stored[0]).unwrap().case.id;
    let case = stage.until(id, |case| case.status().is_terminal()).await;
    assert_eq!(case.status(), Status::Registered, "{:?}", case.state.decision());
    assert_eq!(case.application.channel, Channel::Counter);
    assert_eq!(case.application.filed_with, Some(stage.badge(operator)));
    assert_eq!(case.application.papers.len(), 1);
    // The owner learns who looked at the title, the citizen at what.
    let owner = case.application.papers[0].whose;
    let residence::facts::Holder::Person(owner) = owner else { panic!("{owner:?}") };
    assert!(stage.readings(owner).await.iter().any(|read| read.what.contains(&What::Titles)));
    assert!(!stage.readings(scenario.applicant).await.is_empty());
}

#[tokio::test]
async fn nobody_files_for_themself_and_another_officer_sees_nothing_of_a_filing() {
    let stage = Stage::new().await;
    let operator = stage.with(Role::Operator);
    let mut officer = Visitor::officer(&stage, operator).await;
    officer.opens("/file").await;
    officer.sends(&[("iin", operator.as_str()), ("identity", "ID 1")]).await;
    assert_eq!(officer.status, 422);
    assert!(officer.says("Nobody files for themself"));
    let filing = begins(&mut officer, &stage, "minor_owner").await;
    let mut other = Visitor::officer(&stage, stage.other_operator()).await;
    for path in ["", "/where", "/what", "/papers/0", "/scans/0", "/sign", "/filed"] {
        assert_eq!(other.status_of(&format!("{filing}{path}")).await, 404, "{path}");
    }
}

#[tokio::test]
async fn nobody_can_make_a_counter_application_at_the_portal() {
    let stage = Stage::new().await;
    let scenario = &stage.story("minor_owner").scenario;
    let caller = service::desk::Caller {
        iin: scenario.applicant,
        assurance: service::desk::Assurance::Signature,
        language: residence::facts::Language::En,
    };
    let form = residence::intake::Form {
        channel: Some("counter".to_owned()),
        kind: Some("permanent".to_owned()),
        rka: Some(scenario.rka.to_string()),
        reason: Some("family".to_owned()),
        ..Default::default()
    };
    let once = service::desk::Once { key: None, purpose: "test" };
    let refused = stage.app().draft(caller, &form, once).await;
    let Err(service::desk::Refusal::Fields(wrong)) = refused else { panic!("{refused:?}") };
    assert_eq!((wrong[0].field.as_str(), wrong[0].code), ("channel", "counter_closed"));
}
