//! The rules themselves, over the rows of the stories and of a population.

use std::collections::BTreeSet;
use std::sync::Arc;

use jiff::Timestamp;
use residence::checks::{Question, at_draft, judge, unread};
use residence::consent::Route;
use residence::facts::{Language, Relation};
use residence::ground::Outcome;
use residence::intake::{Application, Channel};
use residence::law::{Laws, Reason, day};
use service::registers::Snapshots;
use service::registers::gather::Gather;
use store::sqlite::Sqlite;
use store::{Imported, Store};

use super::TODAY;
use crate::population::{Answer, Expected, Population, Scenario, Snapshot, noon};
use crate::stories::stories;

/// What somebody would send; the applicant's small children who live with them come along.
fn application(scenario: &Scenario, rows: &Snapshot) -> Application {
    let applicant = scenario.applicant;
    let home = rows.home(applicant);
    let small = |iin| rows.person(iin).is_some_and(|person| person.age_on(TODAY) < 14);
    let own = rows.kin.iter().filter(|t| t.iin == applicant && t.relation == Relation::Parent);
    let children = own
        .map(|tie| tie.of)
        .filter(|child| small(*child) && rows.home(*child) == home && *child != scenario.subject);
    Application {
        channel: Channel::Portal,
        applicant,
        subjects: vec![scenario.subject],
        children: children.collect(),
        kind: scenario.kind,
        months: scenario.months,
        rka: scenario.rka,
        reason: Reason::Family,
        arrived_on: None,
        language: Language::Kk,
        papers: Vec::new(),
        filed_with: None,
    }
}

/// Loads rows, gathers facts for each scenario, judges it, and compares.
async fn check(rows: Snapshot, scenarios: &[(String, Scenario)]) {
    let store: Arc<dyn Store> = Arc::new(Sqlite::in_memory().unwrap());
    let imports: Vec<_> = rows.clone().imports().collect();
    let outcomes = store.import(imports.clone()).await.unwrap();
    assert!(outcomes.iter().all(|outcome| *outcome == Imported::New));
    let again = store.import(imports).await.unwrap();
    assert!(again.iter().all(|outcome| *outcome == Imported::Same));

    let now: Timestamp = noon(TODAY);
    let clock: service::clock::Clock = Arc::new(move || now);
    let registers = Snapshots::new(Arc::clone(&store));
    let gather = Gather { registers: &registers, store: store.as_ref(), clock: &clock };
    let law = Laws::built_in().on(TODAY);
    for (name, scenario) in scenarios {
        let application = application(scenario, &rows);
        let refused: BTreeSet<_> = at_draft(&application, &law)
            .iter()
            .filter_map(|error| error.rule.map(|rule| rule.as_str()))
            .collect();
        let facts = gather.facts(&application, &law, day(now)).await.unwrap();
        let question =
            Question { application: &application, law: &law, signed_on: day(now), facts: &facts };
        assert_eq!(unread(&question), None, "{name}");
        let judgement = judge(&question);
        let of = |outcome| {
            let found = judgement.findings.iter().filter(move |f| f.outcome == outcome);
            found.map(|finding| finding.rule.as_str()).collect::<BTreeSet<_>>()
        };
        let refusals: BTreeSet<_> = of(Outcome::Refuse).union(&refused).copied().collect();
        let referrals = of(Outcome::Refer);
        let asked: BTreeSet<_> = judgement.parties.iter().map(|p| (p.iin, p.role)).collect();
        let told: BTreeSet<_> = scenario.asks.iter().map(|ask| (ask.iin, ask.role)).collect();
        let answered = scenario.asks.iter().any(|ask| ask.answer != Answer::Agrees);
        match scenario.expected {
            Expected::Refused(_) if answered => assert!(refusals.is_empty(), "{name}"),
            Expected::Refused(rule) => assert_eq!(refusals, [rule].into(), "{name}"),
            Expected::Referred(rule) => assert_eq!(referrals, [rule].into(), "{name}"),
            Expected::Registered | Expected::Asks => {
                assert!(refusals.is_empty() && referrals.is_empty(), "{name}: {judgement:?}");
            }
        }
        if !refused.is_empty() {
            continue;
        }
        assert_eq!(asked, told, "{name}");
        for party in &judgement.parties {
            let by_sms = scenario.expected != Expected::Asks;
            assert_eq!(matches!(party.route, Route::Sms(_)), by_sms, "{name}");
        }
    }
}

#[tokio::test]
async fn every_story_ends_as_it_is_told() {
    for seed in 0..3 {
        let mut rows = Snapshot::default();
        let mut scenarios = Vec::new();
        for story in stories(seed, 2, TODAY) {
            scenarios.push((format!("{} (seed {seed})", story.id), story.scenario));
            rows.append(story.snapshot);
        }
        check(rows, &scenarios).await;
    }
}

#[tokio::test]
async fn every_application_of_the_population_ends_as_expected() {
    let mut rows = Snapshot::default();
    let mut scenarios = Vec::new();
    for (at, one) in Population::generate(8, 1_000, TODAY).iter().enumerate() {
        for scenario in one.scenarios {
            scenarios.push((format!("neighbourhood {at}: {scenario:?}"), scenario));
        }
        rows.append(one.snapshot);
    }
    check(rows, &scenarios).await;
}
