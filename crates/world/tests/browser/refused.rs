//! Applications that do not end with a registration: refused with its grounds, taken back, left
//! unfinished.

use residence::facts::Language;

use crate::face::Face;
use crate::people::Move;
use crate::stage::stage;
use crate::steps::ON;
use crate::visitor::Visitor;

/// Each language once, each width, with scripts and without.
const FACES: [Face; 3] = [
    Face::narrow(Language::Kk),
    Face::wide(Language::Ru),
    Face::narrow(Language::En).without_scripts(),
];

#[test]
fn a_refusal_says_why_and_what_to_do() {
    let Some(stage) = stage() else { return };
    for face in FACES {
        // Into state housing whose lease names somebody else.
        let moving = Move::of(stage.story("lease_unlisted"));
        let visitor = Visitor::new(stage, face);
        visitor.begins(&moving);
        visitor.answers_how(&moving);
        let ground = visitor.words("ground-r-rent-out");
        assert!(visitor.text_of(".tk-ground").contains(&ground), "{ground}");
        visitor.looks("refused", "1-pre-check");
        let anyway = visitor.words("apply-pre-check-anyway");
        visitor.press(&anyway);
        visitor.answers_why();
        visitor.signs(&moving);
        // Where the registers are quick, it is decided before the page of the filing can be shown.
        if visitor.shows(".govuk-panel") {
            visitor.follow(&visitor.words("filed-follow"));
        }
        visitor.sees("refused");
        let shown = visitor.text_of(".tk-ground");
        let told = [
            ground,
            "R-RENT-OUT".to_owned(),
            visitor.words("register-leases"),
            visitor.words("case-remedy"),
        ];
        for part in told {
            assert!(shown.contains(&part), "{part} is not in {shown}");
        }
        visitor.looks("refused", "2-grounds");
        visitor.press("#again");
        visitor.arrives("/apply/check");
        assert!(visitor.text().contains(moving.rka.as_str()), "nothing need be typed again");
    }
}

#[test]
fn an_application_is_taken_back() {
    let Some(stage) = stage() else { return };
    for face in FACES {
        let moving = Move::of(stage.story("other_owner"));
        let id = moving.is_filed(stage);
        let visitor = Visitor::new(stage, face);
        visitor.open(&format!("/applications/{id}"));
        visitor.signs_in(moving.applicant);
        visitor.sees("awaiting-consent");
        visitor.press("#withdraw");
        visitor.arrives(&format!("/applications/{id}/withdraw"));
        visitor.looks("taken-back", "1-question");
        visitor.follow(&visitor.words("withdraw-keep"));
        visitor.sees("awaiting-consent");
        visitor.press("#withdraw");
        visitor.arrives(&format!("/applications/{id}/withdraw"));
        visitor.press(ON);
        visitor.arrives(&format!("/applications/{id}"));
        visitor.sees("withdrawn");
        visitor.looks("taken-back", "2-done");
    }
}

#[test]
fn what_was_begun_is_gone_on_with_elsewhere() {
    let Some(stage) = stage() else { return };
    let faces = [
        (Face::narrow(Language::Kk), Face::wide(Language::Ru)),
        (Face::wide(Language::En).without_scripts(), Face::narrow(Language::Kk).without_scripts()),
    ];
    for (here, elsewhere) in faces {
        let moving = Move::of(stage.story("other_owner"));
        let visitor = Visitor::new(stage, here);
        visitor.begins(&moving);
        visitor.press(".tk-header__leave");
        visitor.arrives("/signed-out");
        visitor.looks("unfinished", "1-signed-out");
        drop(visitor);

        let visitor = Visitor::new(stage, elsewhere);
        visitor.open("/applications");
        visitor.signs_in(moving.applicant);
        visitor.arrives("/applications");
        visitor.looks("unfinished", "2-history");
        visitor.follow(&visitor.words("unfinished-continue"));
        visitor.arrives("/apply");
        visitor.looks("unfinished", "3-unfinished");
        visitor.press(&visitor.words("unfinished-continue"));
        visitor.answers_how(&moving);
        visitor.press(ON);
        visitor.answers_why();
        assert!(visitor.text().contains(moving.rka.as_str()));
        visitor.open("/apply");
        visitor.press(&visitor.words("unfinished-anew"));
        visitor.arrives("/apply/who");
        visitor.press(ON);
        visitor.arrives("/apply/where");
        assert!(!visitor.shows(".govuk-inset-text"), "the flat is forgotten");
    }
}
