//! Pages that say that something went wrong.

use crate::face::Face;
use crate::people::Move;
use crate::stage::stage;
use crate::steps::ON;
use crate::visitor::Visitor;

#[test]
fn a_page_that_is_not_there() {
    let Some(stage) = stage() else { return };
    for face in Face::all() {
        let visitor = Visitor::new(stage, face);
        visitor.open("/nowhere");
        assert_eq!(visitor.status(), 404);
        visitor.looks("errors", "not-found");
    }
}

#[test]
fn a_form_that_was_open_too_long() {
    let Some(stage) = stage() else { return };
    for face in Face::all() {
        let visitor = Visitor::new(stage, face);
        visitor.open("/sign-in/sms");
        visitor.fill("iin", Move::of(stage.story("sole_owner")).applicant.iin.as_str());
        visitor.ask("document.querySelector('[name=token]').remove()");
        visitor.press(ON);
        let stale = visitor.words("problem-stale-form-title");
        visitor.wait_for(&stale, |visitor| visitor.heading() == stale);
        assert_eq!(visitor.status(), 403);
        visitor.looks("errors", "stale-form");
    }
}
