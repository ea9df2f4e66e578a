//! Decisions in words, computed again, and carried through a backup.

use std::path::Path;
use std::sync::Arc;

use expect_test::{Expect, expect};
use jiff::Timestamp;
use residence::case::Event;
use residence::facts::Language;
use residence::intake::{Form, Signature};
use residence::names::{AddressCode, CaseId, Iin};
use service::app::{Also, App};
use service::boot::{self, Parts};
use service::config::Config;
use service::desk::{Assurance, Caller, Once};
use store::sqlite::{Options, Sqlite};
use store::{CaseWrite, Claims, Store as _, Unit};

use crate::place::{PATIENCE, Place};

/// A number whose check digit is right: the last digit is searched for.
pub(crate) fn iin(head: &str) -> Iin {
    (0..10).find_map(|check| format!("{head}{check}").parse().ok()).unwrap()
}

fn adult() -> Iin {
    iin("85010130500")
}

fn child() -> Iin {
    iin("15010150500")
}

fn house(serial: u32) -> AddressCode {
    AddressCode::compose(0, 2099, serial).unwrap()
}

/// Loads registers with one adult, who owns house 1, and one child, who owns house 2.
fn load(place: &Place) {
    let (adult, child) = (adult(), child());
    place.write(
        "persons.csv",
        format!(
            "iin,family_name,given_name,born,sex,citizenship,status\n\
             {adult},Үлгібаев,Бір,1985-01-01,male,KZ,active\n\
             {child},Үлгібаев,Екі,2015-01-01,male,KZ,active\n"
        ),
    );
    let address = |serial| {
        let rka = house(serial);
        format!("{rka},710000000,house,1,1,Астана,г. Астана,Самал көшесі,улица Самал,{serial}\n")
    };
    let header = "rka,kato,kind,living,actual,place_kk,place_ru,street_kk,street_ru,house\n";
    place.write("addresses.csv", format!("{header}{}{}", address(1), address(2)));
    place.write(
        "titles.csv",
        format!(
            "rka,owner,ownership,commissioned,area\n\
             {},{adult},private,1,54.30\n{},{child},private,1,40\n",
            house(1),
            house(2)
        ),
    );
    for kind in ["persons", "addresses", "titles"] {
        place.run(["import", kind, &format!("{kind}.csv")]).succeeds();
    }
}

/// The time at which everything happens.
fn now() -> Timestamp {
    "2025-11-24T05:00:00Z".parse().unwrap()
}

/// The adult files for a house.
async fn file(app: &App, serial: u32) -> CaseId {
    let caller = Caller { iin: adult(), assurance: Assurance::Sms, language: Language::En };
    let form = Form {
        channel: Some("portal".to_owned()),
        kind: Some("permanent".to_owned()),
        rka: Some(house(serial).to_string()),
        reason: Some("family".to_owned()),
        ..Form::default()
    };
    // A key, so that the number is the same each time.
    let key = serial.to_string();
    let once = Once { key: Some(&key), purpose: "draft" };
    let case = app.draft(caller, &form, once).await.unwrap().case;
    let digest = case.application.digest(case.number());
    let signature = Signature::Sms { at: now(), digest };
    let event = Event::Signed { signature, law: Box::new(app.law_at(now())) };
    app.happen(case.id, &event, now(), Also::default()).await.unwrap();
    let ended = async {
        while !app.case(case.id).await.unwrap().case.status().is_terminal() {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(PATIENCE, ended).await.expect("no decision");
    case.id
}

/// Two decided applications: for the own house, and for the child's.
async fn decided(place: &Place) -> (CaseId, CaseId) {
    place.write("tirkeu.key", "07".repeat(32));
    place.private("tirkeu.key");
    load(place);
    let config = Config::load(&place.path("tirkeu.toml")).unwrap();
    let parts = Parts { clock: Arc::new(now), ..Parts::of(config) };
    let running = boot::start(parts).await.unwrap();
    let own = file(&running.app, 1).await;
    let other = file(&running.app, 2).await;
    running.stop().await;
    (own, other)
}

fn check(place: &Place, id: CaseId, lang: &str, expected: &Expect) {
    let number = id.number().to_string();
    let said = place.run(["explain", &number, "--lang", lang]).succeeds();
    for person in [adult(), child()] {
        assert!(!said.contains(person.as_str()), "a person is named:\n{said}");
    }
    expected.assert_eq(&said);
    let by_id = place.run(["explain", &id.to_string(), "--lang", lang]).succeeds();
    assert_eq!(by_id, said);
}

#[tokio::test]
async fn a_decision_is_told_in_words() {
    let place = Place::new("explain");
    let (own, other) = decided(&place).await;
    check(
        &place,
        own,
        "en",
        &expect![[r#"
            The decision on application VQWH-WBHD-BBSQ and what it rests on
              Kind of registration: Permanent registration
              Address: г. Астана, улица Самал, 1
              Reason: Family
              Signature: one-time SMS password
              Channel: Web portal

            Registered at 2025-11-24 10:00:00.
            Judged by the law in force on 2025-11-24 (joint order of 7 October 2025; announcement of 18 November 2025).

            Notes
            - The applicant is the only owner: no other owner is asked. — Announcement of the company National Information Technologies of 18 November 2025 [R-OWN-SOLE]
              State database of real estate answered at 2025-11-24 10:00:00.

            What happened
            2025-11-24 10:00:00  Draft made.
            2025-11-24 10:00:00  Application signed and filed.
            2025-11-24 10:00:00  The registers answered; the application is checked.
            2025-11-24 10:00:00  Every consent that is needed is there.
            2025-11-24 10:00:00  Registered.
            2025-11-24 10:00:00  Everybody concerned is told.
        "#]],
    );
    check(
        &place,
        other,
        "ru",
        &expect![[r#"
            Решение по заявлению CNFG-XXPR-PFJV и его основания
              Вид регистрации: Постоянная регистрация
              Адрес: г. Астана, улица Самал, 2
              Причина регистрации: Семейные обстоятельства
              Подпись: одноразовый пароль SMS
              Канал подачи: Веб-портал

            Направлено в ЦОН 2025-11-24 10:00:00.
            Применены нормы, действовавшие на 2025-11-24 (joint order of 7 October 2025; announcement of 18 November 2025).

            Основания
            - Регистрация в этом жилье проводится в центре обслуживания населения (ЦОН). — Сообщение АО «Национальные информационные технологии» от 18 ноября 2025 года
              Что делать: Обратитесь в любой ЦОН с документом, удостоверяющим личность.

            Ход заявления
            2025-11-24 10:00:00  Создан черновик заявления.
            2025-11-24 10:00:00  Заявление подписано и принято.
            2025-11-24 10:00:00  Регистры ответили, заявление проверено.
            2025-11-24 10:00:00  Заявление направлено в ЦОН.
            2025-11-24 10:00:00  Всем, кого это касается, сообщено.
        "#]],
    );
    let kazakh = place.run(["explain", &other.number().to_string()]).succeeds();
    assert!(kazakh.contains("өтініші бойынша шешім"), "{kazakh}");
    for lang in ["kk", "ru", "en"] {
        let said = place.run(["explain", &other.to_string(), "--lang", lang]).succeeds();
        assert!(!said.contains("R-OWN"), "what is wrong with the owner is told:\n{said}");
    }
    let unknown = place.run(["explain", "BCDF-GHJK-LMNP", "--lang", "en"]).fails();
    assert_eq!(unknown, "tirkeu: There is no application BCDF-GHJK-LMNP. Check the number.\n");
    let wrong = place.run(["replay", "12-34"]).fails();
    assert!(wrong.contains("`12-34` is no reference number (such as BCDF-GHJK-LMNP)"), "{wrong}");
}

#[tokio::test]
async fn a_decision_is_computed_again() {
    let place = Place::new("replay");
    let (own, other) = decided(&place).await;
    for id in [own, other] {
        let said = place.run(["replay", &id.number().to_string()]).succeeds();
        let lines: Vec<&str> = said.lines().collect();
        assert!(lines[0].ends_with(": the same decision, from 3 events."), "{said}");
        let digest = |line: &str| line.split_whitespace().nth(1).unwrap().to_owned();
        assert_eq!(digest(lines[1]), digest(lines[2]));
        assert_eq!(digest(lines[1]).len(), 64);
    }
    forge(&place.path("tirkeu.db"), other).await;
    let forged = place.run(["replay", &other.to_string()]);
    assert_eq!(forged.code, Some(1));
    assert!(forged.out.contains(": another decision, from 3 events."), "{}", forged.out);
    assert!(
        forged.out.contains("state.with[2].ruling: stored \"approved\", computed \"referred\""),
        "{}",
        forged.out
    );
    assert!(forged.err.contains("is not what its record says"), "{}", forged.err);
}

/// Changes the ruling in the stored state, as nobody may.
async fn forge(file: &Path, id: CaseId) {
    let store = Sqlite::open(file, Options::default()).unwrap();
    let stored = store.load(id).await.unwrap().unwrap();
    let forged = stored.body.replace("\"ruling\":\"referred\"", "\"ruling\":\"approved\"");
    assert_ne!(forged, stored.body);
    let case = CaseWrite {
        id,
        expected: Some(stored.version),
        body: forged,
        journal: Vec::new(),
        wake: None,
        figures: None,
        keys: None,
        claims: Claims::Keep,
    };
    let unit = Unit { case: Some(case), ..Unit::default() };
    store.commit(vec![unit]).await.pop().unwrap().unwrap();
}

#[tokio::test]
async fn a_backup_of_a_running_service_can_be_restored() {
    let place = Place::new("restore");
    let (own, _) = decided(&place).await;
    let before = place.run(["explain", &own.to_string(), "--lang", "en"]).succeeds();
    let service = place.serve_with([]);
    let said = place.run(["backup", "copy.db"]).succeeds();
    assert!(said.contains("copy.db holds the store (") && said.contains("tirkeu.key"), "{said}");
    assert!(place.run(["backup", "copy.db"]).fails().contains("would overwrite a file"));
    let nowhere = place.run(["backup", "nowhere/copy.db"]).fails();
    assert!(nowhere.contains("name a new file in a folder that is there"), "{nowhere}");
    let there = place.run(["restore", "copy.db"]).fails();
    assert!(there.contains("tirkeu.db is there; stop the service and move it away"), "{there}");
    service.stops_cleanly();

    std::fs::remove_file(place.path("tirkeu.db")).unwrap();
    place.write("tirkeu.db-wal", "an old log");
    assert!(place.run(["restore", "copy.db"]).fails().contains("tirkeu.db-wal is there"));
    std::fs::remove_file(place.path("tirkeu.db-wal")).unwrap();
    assert!(place.run(["restore", "nowhere.db"]).fails().contains("there is no backup nowhere.db"));
    place.write("torn.db", "torn");
    assert!(
        place.run(["restore", "torn.db"]).fails().contains("torn.db: the store file is damaged")
    );
    assert!(!place.path("tirkeu.db").exists());

    let restored = place.run(["restore", "copy.db"]).succeeds();
    assert!(restored.contains(" is restored."), "{restored}");
    assert_eq!(place.run(["explain", &own.to_string(), "--lang", "en"]).succeeds(), before);
    place.run(["replay", &own.to_string()]).succeeds();
    let deep = place.run(["doctor", "--deep"]).out;
    assert!(deep.contains("every invariant holds"), "{deep}");
    place.serve_with([]).stops_cleanly();
}
