//! Acts: proposed by one officer, approved by another, and what the book says then.

use residence::names::Iin;
use residence::registration::Entry;
use service::desk::office::Role;
use service::desk::reading::Purpose;
use store::{BookQuery, Entity};

use crate::stage::Stage;
use crate::visitor::Visitor;

async fn entries(stage: &Stage, iin: Iin) -> Vec<Entry> {
    let query = BookQuery { of: Entity::Person(iin), closed_too: true };
    stage.app().store.book(query).await.unwrap().entries
}

/// Prepares an act about somebody; the page that shows what it would change.
async fn prepares(officer: &mut Visitor, kind: &str, fields: &[(&str, &str)]) {
    officer.opens("/acts/new").await;
    officer.sends(&[("kind", kind)]).await;
    assert_eq!(officer.at, format!("/acts/new/{kind}"), "{}", officer.page);
    let basis = [
        ("document", "Certificate"),
        ("number", "KZ-17"),
        ("dated", "10.01.2026"),
        ("issued_by", "Registry office"),
    ];
    let all = [fields, &basis[..]].concat();
    officer.sends_file(&all, ("scan", "application/pdf", b"%PDF-1.7 basis")).await;
}

/// Prepares and proposes an act; its page.
async fn proposes(
    officer: &mut Visitor,
    kind: &str,
    fields: &[(&str, &str)],
    entry: &str,
) -> String {
    prepares(officer, kind, fields).await;
    assert!(officer.at.starts_with("/acts/drafts/"), "{}: {}", officer.at, officer.page);
    let chosen: Vec<(&str, &str)> =
        if entry.is_empty() { Vec::new() } else { vec![("entry", entry)] };
    officer.sends(&chosen).await;
    let path = officer.at.strip_prefix("/acts/").unwrap_or_default();
    assert_eq!(path.len(), 14, "{}: {}", officer.at, officer.page);
    officer.at.clone()
}

async fn approves(officer: &mut Visitor, act: &str) {
    officer.opens(act).await;
    officer.presses(&format!("{act}/approve"), &[]).await;
}

#[tokio::test]
async fn a_death_is_proposed_by_one_and_approved_by_another() {
    let stage = Stage::new().await;
    let dead = stage.story("sole_owner").scenario.applicant;
    let mut operator = Visitor::officer(&stage, stage.with(Role::Operator)).await;
    let before = entries(&stage, dead).await;
    assert!(before.iter().any(|entry| entry.closed_at.is_none()), "{before:?}");
    let act = proposes(&mut operator, "death", &[("person", dead.as_str())], "").await;
    assert!(operator.says("Another officer decides") && !operator.says("/approve\""));
    // Whoever proposed it cannot approve it, whatever they send.
    operator.presses(&format!("{act}/approve"), &[]).await;
    assert_eq!(operator.status, 404);
    assert_eq!(entries(&stage, dead).await, before);
    let mut approver = Visitor::officer(&stage, stage.with(Role::Approver)).await;
    approver.opens("/acts").await;
    assert!(approver.says(act.as_str()));
    approves(&mut approver, &act).await;
    assert_eq!((approver.status, &approver.at), (200, &act), "{}", approver.page);
    let after = entries(&stage, dead).await;
    let number = act.strip_prefix("/acts/").unwrap();
    for entry in &after {
        assert!(entry.closed_at.is_some(), "{entry:?}");
        assert_eq!(entry.closed_by.as_deref(), Some(format!("act:{number}").as_str()));
    }
    // Once is enough.
    approver.presses(&format!("{act}/approve"), &[]).await;
    assert_eq!(approver.status, 422);
    assert!(approver.says("This act has ended"), "{}", approver.page);
    let readings = stage.readings(dead).await;
    assert!(readings.iter().filter(|read| read.purpose == Purpose::Act).count() >= 2);
    approver.opens(&format!("{act}/scan")).await;
    assert!(approver.head["content-disposition"].to_str().unwrap().starts_with("attachment"));
    assert_eq!(stage.readings(dead).await.len(), readings.len() + 1, "a scan is a view too");
}

#[tokio::test]
async fn somebody_with_both_roles_does_not_approve_their_own_act() {
    let stage = Stage::new().await;
    let newcomer = stage.story("minor_owner").scenario.applicant;
    let mut admin = Visitor::officer(&stage, stage.with(Role::Administrator)).await;
    admin.opens("/staff/new").await;
    let fields = [
        ("iin", newcomer.as_str()),
        ("name", "N."),
        ("centre", "1"),
        ("roles", "operator"),
        ("roles", "approver"),
    ];
    admin.sends(&fields).await;
    assert_eq!(admin.status, 200, "{}", admin.page);
    let mut officer = Visitor::officer(&stage, newcomer).await;
    let person = stage.story("sole_owner").scenario.applicant;
    let act = proposes(&mut officer, "emigration", &[("person", person.as_str())], "").await;
    approves(&mut officer, &act).await;
    assert_eq!(officer.status, 422);
    assert!(officer.says("Whoever proposes an act does not decide it"), "{}", officer.page);
    assert!(entries(&stage, person).await.iter().any(|entry| entry.closed_at.is_none()));
    officer.opens(&act).await;
    officer.presses(&format!("{act}/withdraw"), &[]).await;
    assert!(officer.says("withdrawn"), "{}", officer.page);
}

#[tokio::test]
async fn an_annulled_registration_restores_the_one_before_and_is_undone_by_another_act() {
    let stage = Stage::new().await;
    let scenario = &stage.story("other_owner").scenario;
    let person = scenario.applicant;
    let home = entries(&stage, person).await[0].clone();
    let mut operator = Visitor::officer(&stage, stage.with(Role::Operator)).await;
    let mut approver = Visitor::officer(&stage, stage.with(Role::Approver)).await;
    let rka = scenario.rka.to_string();
    let fields = [("person", person.as_str()), ("rka", rka.as_str())];
    let court = proposes(&mut operator, "court_registration", &fields, "").await;
    approves(&mut approver, &court).await;
    let moved = entries(&stage, person).await;
    let there = moved.iter().find(|entry| entry.closed_at.is_none()).unwrap().clone();
    assert_eq!(there.rka, scenario.rka);
    let annulled = [("person", person.as_str())];
    let id = there.id.to_string();
    let act = proposes(&mut operator, "annulment", &annulled, &id).await;
    approves(&mut approver, &act).await;
    assert_eq!(approver.status, 200, "{}", approver.page);
    let now = entries(&stage, person).await;
    let open: Vec<&Entry> = now.iter().filter(|entry| entry.closed_at.is_none()).collect();
    assert_eq!(open.len(), 1);
    assert_eq!((open[0].rka, open[0].kind), (home.rka, home.kind), "back where they were");
    assert_ne!(open[0].id, home.id, "nothing is edited");
    // What was annulled wrongly can be put back once its place is free.
    let taken = proposes_in_vain(&mut operator, person, &id).await;
    assert!(taken.contains("Another entry stands in its place"), "{taken}");
}

async fn proposes_in_vain(officer: &mut Visitor, person: Iin, entry: &str) -> String {
    prepares(officer, "restoration", &[("person", person.as_str())]).await;
    officer.sends(&[("entry", entry)]).await;
    assert_eq!(officer.status, 422);
    officer.page.clone()
}

#[tokio::test]
async fn what_is_wrong_with_an_act_is_named() {
    let stage = Stage::new().await;
    let mut operator = Visitor::officer(&stage, stage.with(Role::Operator)).await;
    operator.opens("/acts/new/death").await;
    operator.sends_file(&[("person", "1"), ("dated", "soon")], ("scan", "", b"")).await;
    assert_eq!(operator.status, 422);
    for said in ["twelve digits", "Write the date", "Fill in this field"] {
        assert!(operator.says(said), "{said}: {}", operator.page);
    }
    // Somebody the register does not know has nothing that could be closed.
    prepares(&mut operator, "death", &[("person", "000000000000")]).await;
    assert_eq!(operator.status, 422);
    assert!(operator.says("no such active person"), "{}", operator.page);
    assert!(!operator.says(">Propose</button>"));
    let own = stage.with(Role::Operator);
    prepares(&mut operator, "death", &[("person", own.as_str())]).await;
    assert_eq!(operator.status, 422);
}

#[tokio::test]
async fn an_act_is_nobodys_but_the_operators_and_the_approvers() {
    let stage = Stage::new().await;
    let person = stage.story("sole_owner").scenario.applicant;
    let mut operator = Visitor::officer(&stage, stage.with(Role::Operator)).await;
    let act = proposes(&mut operator, "death", &[("person", person.as_str())], "").await;
    for role in [Role::Auditor, Role::Reviewer, Role::Administrator] {
        let mut officer = Visitor::officer(&stage, stage.with(role)).await;
        for path in ["/acts".to_owned(), "/acts/new".to_owned(), act.clone(), format!("{act}/scan")]
        {
            assert_eq!(officer.status_of(&path).await, 404, "{role:?} {path}");
        }
        officer.opens("/").await;
        officer.presses(&format!("{act}/approve"), &[]).await;
        assert_eq!(officer.status, 404, "{role:?}");
    }
    let mut approver = Visitor::officer(&stage, stage.with(Role::Approver)).await;
    for path in ["/acts/new", "/acts/new/death"] {
        assert_eq!(approver.status_of(path).await, 404, "{path}");
    }
    approver.opens(&format!("{act}/reject")).await;
    approver.sends(&[]).await;
    assert_eq!(approver.status, 422);
    approver.sends(&[("reason", "the certificate is of somebody else")]).await;
    assert!(approver.says("rejected") && approver.says("of somebody else"), "{}", approver.page);
}
