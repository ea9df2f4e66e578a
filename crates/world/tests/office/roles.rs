//! Who gets in, and what a role may not see.

use jiff::SignedDuration;
use service::desk::office::Role;

use crate::stage::Stage;
use crate::visitor::Visitor;

#[tokio::test]
async fn only_the_staff_get_in_and_only_by_a_text_of_the_office() {
    let stage = Stage::new().await;
    let stranger = stage.story("minor_owner").scenario.applicant;
    let mut visitor = Visitor::new(stage.office());
    visitor.opens("/").await;
    assert!(visitor.at.starts_with("/sign-in"), "{}", visitor.at);
    visitor.signs_in(&stage, stranger).await;
    assert_eq!(visitor.status, 422);
    assert!(visitor.says("not on the staff"), "{}", visitor.page);
    // A text that the portal made is none of the office.
    let operator = stage.with(Role::Operator);
    let challenge = stage.app().eds_challenge().await.unwrap();
    visitor.opens("/sign-in").await;
    visitor.page = visitor.page.replace(
        &format!(
            "name=\"challenge\" value=\"{}\"",
            between(&visitor.page, "name=\"challenge\" value=\"")
        ),
        &format!("name=\"challenge\" value=\"{}\"", challenge.id),
    );
    visitor.signs(&stage.key(operator)).await;
    assert_ne!(visitor.status, 200);
    visitor.signs_in(&stage, operator).await;
    assert_eq!((visitor.status, visitor.at.as_str()), (200, "/"));
}

fn between(page: &str, mark: &str) -> String {
    page.split(mark).nth(1).unwrap().split('"').next().unwrap().to_owned()
}

#[tokio::test]
async fn a_session_of_one_face_opens_nothing_at_the_other() {
    let stage = Stage::new().await;
    let operator = stage.with(Role::Operator);
    let at_office = Visitor::officer(&stage, operator).await;
    let token = at_office.cookie("__Host-office");
    assert_eq!(token.len(), 64);
    let mut at_portal = Visitor::new(stage.portal());
    at_portal.sets("__Host-session", &token);
    at_portal.opens("/applications").await;
    assert!(at_portal.at.starts_with("/sign-in"), "{}", at_portal.at);

    let mut citizen = Visitor::new(stage.portal());
    citizen.opens("/sign-in/eds").await;
    citizen.signs(&stage.key(operator)).await;
    assert_eq!(citizen.status, 200);
    let mut at_office = Visitor::new(stage.office());
    at_office.sets("__Host-office", &citizen.cookie("__Host-session"));
    at_office.opens("/").await;
    assert!(at_office.at.starts_with("/sign-in"), "{}", at_office.at);
    // Nor is anything of the portal there, and nothing of the office here.
    for path in ["/apply", "/applications", "/api/v1/me", "/services/residence", "/sign-in/sms"] {
        assert_eq!(at_office.status_of(path).await, 404, "{path}");
    }
    for path in ["/staff", "/find", "/acts", "/audit"] {
        assert_eq!(at_portal.status_of(path).await, 404, "{path}");
    }
}

#[tokio::test]
async fn an_administrator_grants_roles_and_ends_them_at_once() {
    let stage = Stage::new().await;
    let administrator = stage.with(Role::Administrator);
    let mut admin = Visitor::officer(&stage, administrator).await;
    let newcomer = stage.story("minor_owner").scenario.applicant;
    let grant = |iin: &str, roles: &[&str]| {
        let mut fields = vec![("iin", iin.to_owned()), ("name", "Newcomer N.".to_owned())];
        fields.push(("centre", "No. 2".to_owned()));
        fields.extend(roles.iter().map(|role| ("roles", (*role).to_owned())));
        fields
    };
    for (iin, roles, said) in [
        (administrator.to_string(), vec!["operator"], "Nobody grants roles to themself"),
        (newcomer.to_string(), vec!["operator", "administrator"], "has no other role"),
        (newcomer.to_string(), vec![], "Fill in this field"),
        ("1".to_owned(), vec!["operator"], "twelve digits"),
    ] {
        admin.opens("/staff/new").await;
        let fields = grant(&iin, &roles);
        let fields: Vec<_> = fields.iter().map(|(name, text)| (*name, text.as_str())).collect();
        admin.sends(&fields).await;
        assert_eq!(admin.status, 422, "{said}");
        assert!(admin.says(said), "{said}: {}", admin.page);
    }
    admin.opens("/staff/new").await;
    let fields = grant(newcomer.as_str(), &["operator", "approver"]);
    let fields: Vec<_> = fields.iter().map(|(name, text)| (*name, text.as_str())).collect();
    admin.sends(&fields).await;
    assert_eq!(admin.status, 200, "{}", admin.page);
    let page = admin.at.clone();
    let mut officer = Visitor::officer(&stage, newcomer).await;
    assert_eq!(officer.status_of("/staff").await, 404);
    admin.opens(&format!("{page}/end")).await;
    admin.sends(&[]).await;
    assert!(admin.says("ended"));
    officer.opens("/").await;
    assert!(officer.at.starts_with("/sign-in"), "their session has ended: {}", officer.at);
    // Nobody ends themself.
    let own = stage.badge(administrator);
    admin.opens(&format!("/staff/{own}/end")).await;
    admin.sends(&[]).await;
    assert_eq!(admin.status, 404);
}

#[tokio::test]
async fn one_session_an_officer_and_it_grows_idle() {
    let stage = Stage::new().await;
    let operator = stage.with(Role::Operator);
    let mut first = Visitor::officer(&stage, operator).await;
    let mut second = Visitor::officer(&stage, operator).await;
    first.opens("/").await;
    assert!(first.at.starts_with("/sign-in"), "a new sign-in ends the one before");
    stage.passes(SignedDuration::from_mins(14));
    assert_eq!((second.status_of("/").await, second.at.as_str()), (200, "/"));
    stage.passes(SignedDuration::from_mins(15));
    second.opens("/").await;
    assert!(second.at.starts_with("/sign-in"), "{}", second.at);
}
