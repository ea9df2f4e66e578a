//! A day at the counter: signing in by key, finding what was referred, filing for a dwelling of a child
//! with the guardian's paper, a death and an annulment that one officer proposes and another approves.

use std::collections::BTreeSet;

use residence::case::Status;
use residence::facts::Language;
use residence::names::{Badge, CaseId, Iin};
use service::desk::office::{Granted, Role, Staff, put_on_staff};
use store::{BookQuery, Entity};
use world::key_holder::Which;

use crate::face::Face;
use crate::people::{Move, Somebody};
use crate::stage::{Keys, Stage, stage};
use crate::steps::ON;
use crate::visitor::Visitor;

const JOURNEY: &str = "office";

impl Stage {
    /// The address of a path of the office.
    fn office(&self, path: &str) -> String {
        format!("http://{}{path}", self.world.running.office_addr)
    }

    /// Puts somebody on the staff whom no other test has.
    fn seats(&self, role: Role) -> Somebody {
        let somebody = Move::of(self.story("sole_owner")).applicant;
        let app = &self.world.running.app;
        let staff = Staff {
            iin: somebody.iin,
            badge: Badge::from_random((app.chance)()),
            name: "Сынақова А.".to_owned(),
            centre: "ЦОН № 1".to_owned(),
            roles: BTreeSet::from([role]),
            granted: Granted::Console,
            since: app.now(),
            ended: None,
            session: None,
        };
        let seated = self.wait("the staff", put_on_staff(app.store.as_ref(), &staff, None));
        assert!(seated.unwrap(), "nobody else has this record");
        somebody
    }

    fn open_entries(&self, iin: Iin) -> usize {
        let query = BookQuery { of: Entity::Person(iin), closed_too: false };
        let page = self.wait("the book", self.world.running.app.store.book(query));
        page.unwrap().entries.len()
    }
}

impl Visitor<'_> {
    /// Waits until a page of the office whose path begins so is there.
    #[track_caller]
    fn is_at(&self, path: &str) {
        let begins = self.stage.office(path);
        self.wait_for(&begins, |visitor| {
            visitor.url().starts_with(&begins) && visitor.shows("footer")
        });
    }

    #[track_caller]
    fn takes_the_desk(&self, keys: &Keys<'_>, officer: Somebody) {
        self.open(&self.stage.office("/"));
        self.is_at("/sign-in");
        self.looks(JOURNEY, "01-sign-in");
        keys.chooses(officer, Which::Gost);
        self.press("#eds-sign");
        self.wait_for("the session", |visitor| visitor.shows(".tk-header__who"));
        self.looks(JOURNEY, "02-workplace");
    }

    /// Goes to a page of the navigation.
    #[track_caller]
    fn goes_to(&self, text: &str) {
        let text = self.words(text);
        self.follow(&text);
    }

    /// Fills in the basis of an act and goes on to what it would change.
    #[track_caller]
    fn prepares(&self, kind: &str, person: Iin) {
        self.goes_to("office-nav-acts");
        self.is_at("/acts");
        self.follow(&self.words("acts-propose"));
        self.is_at("/acts/new");
        self.choose("kind", kind);
        self.press(ON);
        self.is_at(&format!("/acts/new/{kind}"));
        self.fill("person", person.as_str());
        self.fill("document", "№ 17");
        self.fill("number", "17");
        self.fill("dated", "10.01.2026");
        self.fill("issued_by", "АХАЖ");
        self.looks(JOURNEY, &format!("12-{kind}"));
        self.press(ON);
        self.is_at("/acts/drafts/");
        self.looks(JOURNEY, &format!("13-{kind}-checked"));
        self.press(ON);
        self.wait_for("the act", |visitor| visitor.shows("form[action$='/withdraw']"));
        self.looks(JOURNEY, &format!("14-{kind}-proposed"));
    }
}

#[test]
fn in_kazakh() {
    a_day(Language::Kk);
}

#[test]
fn in_russian() {
    a_day(Language::Ru);
}

#[test]
fn in_english() {
    a_day(Language::En);
}

fn a_day(language: Language) {
    let Some(stage) = stage() else { return };
    for face in [Face::narrow(language), Face::wide(language)] {
        let keys = stage.keys();
        let moving = Move::of(stage.story("minor_owner"));
        let id = moving.is_filed(stage);
        let (operator, approver) = (stage.seats(Role::Operator), stage.seats(Role::Approver));
        let officer = Visitor::new(stage, face);
        officer.takes_the_desk(&keys, operator);
        finds(&officer, &id);
        files(&officer, &moving);
        let dead = Move::of(stage.story("sole_owner")).applicant.iin;
        officer.prepares("death", dead);
        let death = officer.url();
        officer.prepares("annulment", moving.applicant.iin);
        let annulment = officer.url();
        officer.press(".tk-header__leave");
        officer.is_at("/signed-out");
        officer.looks(JOURNEY, "15-signed-out");
        officer.takes_the_desk(&keys, approver);
        for act in [death, annulment] {
            officer.open(&act);
            officer.looks(JOURNEY, "16-to-approve");
            officer.press("form[action$='/approve'] button");
            officer.wait_for("the approval", |visitor| {
                visitor.text_of("main .govuk-tag") == visitor.words("act-state-approved")
                    || visitor.text_of("main .govuk-tag").to_lowercase()
                        == visitor.words("act-state-approved")
            });
            officer.looks(JOURNEY, "17-approved");
        }
        assert_eq!(stage.open_entries(dead), 0);
        assert_eq!(stage.open_entries(moving.applicant.iin), 1, "where they were before");
    }
}

fn finds(officer: &Visitor<'_>, id: &str) {
    let id: CaseId = id.parse().unwrap();
    officer.goes_to("office-nav-find");
    officer.is_at("/find");
    officer.press(ON);
    officer.is_told(&officer.words("error-number-or-iin"));
    officer.looks(JOURNEY, "03-find-nothing-typed");
    officer.fill("number", id.number().as_str());
    officer.press(ON);
    officer.is_at("/looks/");
    officer.looks(JOURNEY, "04-found");
    officer.follow(id.number().as_str());
    officer.wait_for("the application", |officer| officer.shows("form[action$='/open']"));
    assert!(officer.text().contains("R-OWN-MINOR"));
    officer.looks(JOURNEY, "05-masked");
    officer.press("form[action$='/open'] button");
    officer.wait_for("all of it", |officer| !officer.shows("form[action$='/open']"));
    officer.looks(JOURNEY, "06-in-full");
    officer.follow(&officer.words("office-serve"));
}

fn files(officer: &Visitor<'_>, moving: &Move<'_>) {
    let stage = officer.stage;
    officer.is_at("/file");
    officer.looks(JOURNEY, "07-who");
    officer.fill("iin", moving.applicant.iin.as_str());
    officer.fill("identity", "ID 123");
    officer.press(ON);
    officer.wait_for("what", |officer| officer.shows("[name=kind]"));
    officer.looks(JOURNEY, "08-what");
    officer.choose("kind", "permanent");
    officer.choose("reason", "family");
    officer.press(ON);
    officer.wait_for("the check", |officer| officer.shows("main .govuk-inset-text"));
    officer.looks(JOURNEY, "09-refused-without-the-paper");
    officer.press("main a[href*='/papers/']");
    officer.wait_for("the paper", |officer| officer.shows("[name=scan]"));
    officer.choose("kind", "guardianship");
    officer.fill("number", "17");
    officer.fill("dated", "10.01.2026");
    officer.fill("issued_by", "Әкімдік");
    officer.looks(JOURNEY, "10-paper");
    let scan = std::env::temp_dir().join(format!("tirkeu-scan-{}.pdf", std::process::id()));
    std::fs::write(&scan, b"%PDF-1.7 a paper").unwrap();
    officer.fill("scan", scan.to_str().unwrap());
    officer.press(ON);
    officer.wait_for("the check", |officer| officer.shows("form[action$='/draft']"));
    officer.looks(JOURNEY, "11-to-sign");
    officer.press("form[action$='/draft'] button");
    let before = stage.received(moving.applicant.phone);
    officer.chooses_to_sign("sms");
    officer.wait_for("the field of the code", |officer| officer.shows("#code"));
    officer.looks(JOURNEY, "11-sign");
    officer.fill("code", &stage.code(moving.applicant.phone, 6, before));
    officer.press("main button[value=sign]");
    officer.wait_for("the filing", |officer| officer.url().ends_with("/filed"));
    officer.looks(JOURNEY, "11-filed");
    let query = store::CaseQuery {
        key: store::CaseKey::Applicant,
        value: moving.applicant.iin.to_string(),
        before: None,
        limit: 1,
    };
    officer.wait_for("the registration", |_| {
        let cases = stage.wait("the case", stage.world.running.app.store.cases(&query));
        let case = service::cases::read(&cases.unwrap()[0]).unwrap().case;
        case.status() == Status::Registered
    });
}
