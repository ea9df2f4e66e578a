use jiff::Timestamp;

use super::make::*;
use crate::Place;
use store::{CaseFigures, CaseWrite, Figures, Percentiles, ServiceCount, SpanFigures, Store};

fn file(store: &dyn Store, n: u128, figures: CaseFigures) {
    save(store, of_case(CaseWrite { figures: Some(figures), ..new_case(case_id(n)) }));
}

fn signed(seconds: i64) -> CaseFigures {
    CaseFigures { status: "signed", signed_at: Some(at(seconds)), ..figures() }
}

fn decided(signed_at: i64, milliseconds: i64, waited_ms: u64) -> CaseFigures {
    let decided_at = signed_at * 1000 + milliseconds;
    let epoch = at(0).as_millisecond();
    CaseFigures {
        status: "registered",
        decided_at: Some(Timestamp::from_millisecond(epoch + decided_at).unwrap()),
        waited_ms,
        ..signed(signed_at)
    }
}

fn count(channel: &str, status: &str, services: u64, persons: u64) -> ServiceCount {
    ServiceCount { channel: channel.into(), status: status.into(), services, persons }
}

pub(crate) fn applications_are_counted_by_the_time_of_signing(place: &dyn Place) {
    let store = place.store();
    assert_eq!(wait(store.figures(&[at(0), at(100)])).unwrap(), Figures::default());
    file(store, 1, figures());
    file(store, 2, decided(9, 1000, 0));
    file(store, 3, CaseFigures { persons: 3, ..decided(10, 1000, 0) });
    file(store, 4, CaseFigures { region: "71".into(), ..decided(99, 1000, 0) });
    file(store, 5, CaseFigures { channel: "kiosk", ..decided(50, 1000, 0) });
    let grounds = vec!["R-ADDR", "R-RENT-OUT"];
    file(store, 6, CaseFigures { status: "refused", grounds, ..decided(20, 500, 0) });
    let grounds = vec!["R-ADDR"];
    file(store, 7, CaseFigures { status: "referred", grounds, ..decided(20, 500, 0) });
    file(store, 8, decided(100, 1000, 0));
    file(store, 9, signed(30));
    let counted = wait(store.figures(&[at(10), at(100)])).unwrap();
    let services = [
        count("kiosk", "registered", 1, 1),
        count("portal", "referred", 1, 1),
        count("portal", "refused", 1, 1),
        count("portal", "registered", 2, 4),
        count("portal", "signed", 1, 1),
    ];
    assert_eq!(counted.services, services);
    assert_eq!(counted.grounds, [("R-ADDR".to_owned(), 2), ("R-RENT-OUT".to_owned(), 1)]);
    assert_eq!(counted.regions, [("71".to_owned(), 1, 1), ("75".to_owned(), 2, 4)]);
    // The ones signed at the edges: 9 and 100 are outside, 10 and 99 inside.
    assert_eq!(wait(store.figures(&[at(100), at(101)])).unwrap().services[0].services, 1);
}

pub(crate) fn percentiles_are_of_the_nearest_rank(place: &dyn Place) {
    let store = place.store();
    let percentiles = || {
        let figures = wait(store.figures(&[at(0), at(1000)])).unwrap();
        (figures.to_decision, figures.without_wait)
    };
    assert_eq!(percentiles(), (Percentiles::default(), Percentiles::default()));
    let of = |median, p95| Percentiles { median: Some(median), p95: Some(p95) };
    file(store, 1000, decided(1, 70, 50));
    assert_eq!(percentiles(), (of(70, 70), of(20, 20)));
    // 10, 20, …, 200 with the 70 again; half of each was a wait.
    for n in 1..=20u32 {
        file(store, u128::from(n), decided(2, i64::from(n) * 10, u64::from(n) * 5));
    }
    // 21 values: the 11th and the 20th.
    assert_eq!(percentiles(), (of(100, 190), of(50, 95)));
    file(store, 2000, decided(2, 1, 999_999));
    assert_eq!(percentiles().1.median, Some(45), "a wait longer than the whole counts as nothing");
}

pub(crate) fn figures_are_left_when_none_are_given(place: &dyn Place) {
    let store = place.store();
    let id = case_id(1);
    let services = || wait(store.figures(&[at(0), at(1000)])).unwrap().services;
    save(store, of_case(new_case(id)));
    assert_eq!(services(), []);
    let write = |version, figures| of_case(CaseWrite { figures, ..next(id, version) });
    save(store, write(1, Some(figures())));
    assert_eq!(services(), []);
    save(store, write(2, Some(signed(10))));
    save(store, write(3, None));
    assert_eq!(services(), [count("portal", "signed", 1, 1)]);
    save(store, write(4, Some(decided(10, 1000, 0))));
    assert_eq!(services(), [count("portal", "registered", 1, 1)]);
    save(store, write(5, Some(signed(2000))));
    assert_eq!(services(), []);
}

pub(crate) fn spans_are_counted_apart_and_together(place: &dyn Place) {
    let store = place.store();
    let of = |median, p95| Percentiles { median: Some(median), p95: Some(p95) };
    file(store, 1, decided(9, 5, 0));
    file(store, 2, decided(10, 30, 10));
    file(store, 3, CaseFigures { channel: "kiosk", persons: 2, ..decided(19, 10, 0) });
    file(store, 4, signed(20));
    // Nothing in [30, 40) and [40, 41).
    file(store, 5, CaseFigures { persons: 3, ..decided(41, 20, 0) });
    file(store, 6, decided(50, 1, 0));
    let bounds = [10, 20, 30, 40, 41, 50].map(at);
    let counted = wait(store.figures(&bounds)).unwrap();
    let spans = [
        SpanFigures {
            from: at(10),
            services: vec![count("kiosk", "registered", 1, 2), count("portal", "registered", 1, 1)],
            to_decision: of(10, 30),
            without_wait: of(10, 20),
        },
        SpanFigures {
            from: at(20),
            services: vec![count("portal", "signed", 1, 1)],
            to_decision: Percentiles::default(),
            without_wait: Percentiles::default(),
        },
        SpanFigures {
            from: at(41),
            services: vec![count("portal", "registered", 1, 3)],
            to_decision: of(20, 20),
            without_wait: of(20, 20),
        },
    ];
    assert_eq!(counted.spans, spans);
    // However it is divided, the whole is the same.
    let undivided = wait(store.figures(&[at(10), at(50)])).unwrap();
    assert_eq!(undivided.spans.len(), 1);
    assert_eq!(
        Figures { spans: Vec::new(), ..undivided },
        Figures { spans: Vec::new(), ..counted }
    );
    for nothing in [&[][..], &[at(10)], &[at(50), at(10)], &[at(30), at(30), at(41)]] {
        assert_eq!(wait(store.figures(nothing)).unwrap(), Figures::default(), "{nothing:?}");
    }
}
