//! The share for audit: drawn by a lot, looked at by somebody else.

use service::desk::office::Role;
use service::desk::reading::Purpose;

use crate::stage::Stage;
use crate::visitor::Visitor;

#[tokio::test]
async fn an_auditor_looks_at_what_others_did_and_says_so_once() {
    let stage = Stage::new().await;
    let case = stage.files_online("minor_owner").await;
    let applicant = case.application.applicant;
    let mut operator = Visitor::officer(&stage, stage.with(Role::Operator)).await;
    operator.opens("/find").await;
    operator.sends(&[("number", case.number().as_str())]).await;
    let deed = operator.at.strip_prefix("/looks/").unwrap().to_owned();
    let page = format!("/audit/{deed}");
    let mut auditor = Visitor::officer(&stage, stage.with(Role::Auditor)).await;
    auditor.opens("/audit").await;
    assert!(auditor.says(&page), "{}", auditor.page);
    auditor.opens(&page).await;
    assert!(auditor.says(case.number().as_str()));
    assert!(!auditor.says(applicant.as_str()), "masked");
    let seen = stage.readings(applicant).await;
    assert!(seen.iter().any(|reading| reading.purpose == Purpose::Audit), "{seen:?}");
    auditor.opens(&format!("{page}/verdict")).await;
    auditor.sends(&[("verdict", "question")]).await;
    assert_eq!(auditor.status, 422, "a question needs words");
    auditor.sends(&[("verdict", "question"), ("note", "Which document?")]).await;
    assert!(auditor.says("questioned") && auditor.says("Which document?"), "{}", auditor.page);
    // Said once; nobody else sees it.
    auditor.presses(&format!("{page}/verdict"), &[("verdict", "in_order")]).await;
    assert_ne!(auditor.status, 200);
    for role in [Role::Operator, Role::Approver, Role::Reviewer, Role::Administrator] {
        let mut officer = Visitor::officer(&stage, stage.with(role)).await;
        assert_eq!(officer.status_of("/audit").await, 404, "{role:?}");
        assert_eq!(officer.status_of(&page).await, 404, "{role:?}");
    }
}

#[tokio::test]
async fn nobody_audits_themself() {
    let stage = Stage::new().await;
    let newcomer = stage.story("minor_owner").scenario.applicant;
    let mut admin = Visitor::officer(&stage, stage.with(Role::Administrator)).await;
    admin.opens("/staff/new").await;
    let fields = [
        ("iin", newcomer.as_str()),
        ("name", "N."),
        ("centre", "1"),
        ("roles", "operator"),
        ("roles", "auditor"),
    ];
    admin.sends(&fields).await;
    let mut officer = Visitor::officer(&stage, newcomer).await;
    officer.opens("/find").await;
    officer.sends(&[("number", "BCDF-GHJK-LMNP")]).await;
    let deed = officer.at.strip_prefix("/looks/").unwrap().to_owned();
    officer.opens("/audit").await;
    assert!(officer.says("Nothing waits"), "{}", officer.page);
    assert_eq!(officer.status_of(&format!("/audit/{deed}")).await, 404);
}
