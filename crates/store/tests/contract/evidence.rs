use super::make::*;
use crate::Place;
use store::{Evidence, Store, Taken, Unit};

fn evidence(id: u8, signature: u8) -> Evidence {
    Evidence {
        id: [id; 32],
        signature: [signature; 32],
        at: at(1),
        by: person(1),
        case: Some(case_id(1)),
        sign_in: false,
        body: format!("{{\"signed\":{id}}}"),
    }
}

fn find(store: &dyn Store, id: u8) -> Option<Evidence> {
    wait(store.evidence([id; 32])).unwrap()
}

pub(crate) fn evidence_comes_back_as_it_was_kept(place: &dyn Place) {
    let store = place.store();
    let about_none = Evidence { case: None, sign_in: true, ..evidence(2, 2) };
    for evidence in [evidence(1, 1), about_none.clone()] {
        save(store, Unit { evidence: vec![evidence], ..Unit::default() });
    }
    assert_eq!(find(store, 1), Some(evidence(1, 1)));
    assert_eq!(find(store, 2), Some(about_none));
    assert_eq!(find(store, 3), None);
}

pub(crate) fn a_signature_is_accepted_once(place: &dyn Place) {
    let store = place.store();
    save(store, Unit { evidence: vec![evidence(1, 1)], ..Unit::default() });
    for again in [evidence(1, 1), evidence(2, 1), evidence(1, 2)] {
        let unit = Unit { evidence: vec![again], ..of_case(new_case(case_id(7))) };
        assert_eq!(taken(commit(store, unit)), Taken::Signature);
    }
    assert_eq!(find(store, 2), None);
    assert_eq!(wait(store.load(case_id(7))).unwrap(), None, "nor what it was to open");
    let twice = Unit { evidence: vec![evidence(3, 3), evidence(4, 3)], ..Unit::default() };
    assert_eq!(taken(commit(store, twice)), Taken::Signature);
    assert_eq!(find(store, 3), None, "not even the first of a unit that is refused");
}
