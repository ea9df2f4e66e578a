//! Every command, run as the program that is installed.

#![cfg(unix)]
#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a test may fail where it stands, and says what it leaves out"
)]

#[path = "commands/cases.rs"]
mod cases;
#[path = "commands/corpora.rs"]
mod corpora;
#[path = "commands/place.rs"]
mod place;
#[path = "commands/retention.rs"]
mod retention;
#[path = "commands/signatures.rs"]
mod signatures;

use std::net::TcpListener;

use place::{Place, Said};

#[test]
fn every_command_shows_an_example() {
    let place = Place::new("help");
    let commands = [
        "serve",
        "check-config",
        "doctor",
        "migrate",
        "backup",
        "restore",
        "import",
        "law",
        "retention",
        "eds",
        "explain",
        "replay",
    ];
    let all = place.run(["--help"]).succeeds();
    for command in commands {
        assert!(all.contains(&format!("  {command}")), "{command} is not listed:\n{all}");
        let help = place.run([command, "--help"]).succeeds();
        assert!(help.contains(&format!("Example:\n  tirkeu {command}")), "{help}");
    }
    assert!(place.run(["law", "show", "--help"]).succeeds().contains("Example:"));
    assert!(place.run(["eds", "verify", "--help"]).succeeds().contains("Examples:"));
}

#[test]
fn wrong_usage_is_exit_2() {
    let place = Place::new("usage");
    for (args, said) in [
        (&["sreve"][..], "serve"),
        (&["import", "person", "x.csv"], "did you mean `persons`?"),
        (&["law", "show", "--at", "31.01.2026"], "31.01.2026"),
        (&["explain", "X", "--lang", "de"], "kk, ru, en"),
        (&["backup"], "<FILE>"),
        (&["eds", "verify"], "<FILE>"),
        (&["eds", "verify", "x", "--at", "yesterday"], "yesterday"),
        (&[], "Usage: tirkeu <COMMAND>"),
    ] {
        let Said { code, err, .. } = place.run(args);
        assert_eq!(code, Some(2), "{args:?}: {err}");
        assert!(err.contains(said), "{args:?}: {err}");
    }
}

#[test]
fn a_configuration_is_checked() {
    let place = Place::new("config");
    let said = place.run(["check-config", "tirkeu.toml"]).succeeds();
    assert!(said.starts_with("tirkeu.toml is right.\n"), "{said}");
    place.append("tirkeu.toml", "[limits]\ncode_trys = 3\n");
    let expected = "tirkeu: tirkeu.toml, line 14: unknown key `code_trys` in [limits]; did you mean \
                    `code_tries`?\n";
    for args in [&["check-config", "tirkeu.toml"][..], &["serve"], &["doctor"], &["migrate"]] {
        assert_eq!(place.run(args).fails(), expected, "{args:?}");
    }
    assert!(!place.path("tirkeu.db").exists(), "nothing is made of a wrong configuration");
    assert_eq!(
        place.run(["serve", "--config", "nowhere.toml"]).fails(),
        "tirkeu: nowhere.toml: there is no such file; name one with --config, or begin with a copy \
         of tirkeu.sample.toml\n"
    );
}

#[test]
fn the_environment_names_the_configuration_and_lies_over_it() {
    let place = Place::new("environment");
    std::fs::rename(place.path("tirkeu.toml"), place.path("other.toml")).unwrap();
    let named = [("TIRKEU_CONFIG", "other.toml"), ("TIRKEU__STORE__URL", "sqlite://other.db")];
    place.run_with(["migrate"], named).succeeds();
    assert!(place.path("other.db").exists() && place.path("other.key").exists());
    let wrong = [("TIRKEU_CONFIG", "other.toml"), ("TIRKEU__SMS__WINDOW", "many")];
    assert_eq!(
        place.run_with(["migrate"], wrong).fails(),
        "tirkeu: environment variable TIRKEU__SMS__WINDOW: `window` of [sms] must be a whole \
         number from 1 to 1000, without quotes\n"
    );
}

#[test]
fn a_wrong_line_of_the_law_is_named() {
    let place = Place::new("law");
    place.append("tirkeu.toml", "[law]\nfile = \"law.toml\"\n");
    let wrong = "[[version]]\nfrom = 2026-01-01\nsource = \"trial\"\nconsent_windw = \"1h\"\n";
    place.write("law.toml", wrong);
    let expected = format!(
        "tirkeu: {}: line 4: unknown key `consent_windw`; did you mean `consent_window`?\n",
        place.path("law.toml").display()
    );
    for args in [&["serve"][..], &["check-config", "tirkeu.toml"], &["law", "show"]] {
        assert_eq!(place.run(args).fails(), expected, "{args:?}");
    }
    assert!(place.run(["doctor"]).out.contains("line 4: unknown key `consent_windw`"));

    place.write("law.toml", wrong.replace("windw = \"1h\"", "window = \"45s\""));
    let shown = place.run(["law", "show", "--at", "2026-01-01"]).succeeds();
    assert!(shown.contains("consent_window       = \"45s\""), "{shown}");
    let before = place.run(["law", "show", "--at", "2025-12-31"]).succeeds();
    assert!(before.contains("consent_window       = \"1h\""), "{before}");
    assert_eq!(
        place.run(["law", "show", "--law", "nowhere.toml"]).fails(),
        "tirkeu: there is no law file nowhere.toml; check the path\n"
    );
}

#[test]
fn a_taken_port_is_named_with_the_remedy() {
    let place = Place::new("port");
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let port = taken.local_addr().unwrap().port();
    for (variable, key) in [
        ("TIRKEU__LISTEN__PORTAL", "portal"),
        ("TIRKEU__LISTEN__OFFICE", "office"),
        ("TIRKEU__LISTEN__METRICS", "metrics"),
    ] {
        let err = place.run_with(["serve"], [(variable, address.as_str())]).fails();
        let said = format!(
            "tirkeu: port {port} on 127.0.0.1 is taken; give another one with `{key}` of [listen]\n"
        );
        assert!(err.ends_with(&said), "{err}");
    }
    let elsewhere = [("TIRKEU__LISTEN__PORTAL", "192.0.2.1:8080")];
    let err = place.run_with(["serve"], elsewhere).fails();
    assert!(err.contains("192.0.2.1 is no address of this machine; give another one"), "{err}");
    let doctor = place.run_with(["doctor"], [("TIRKEU__LISTEN__PORTAL", address.as_str())]);
    assert!(
        doctor.out.contains("something else than the portal of Tirkeu is there"),
        "{}",
        doctor.out
    );
}

#[test]
fn a_store_that_cannot_be_opened_is_named_with_the_remedy() {
    let place = Place::new("store");
    let key = place.path("kept.key").display().to_string();
    let remedy = "see that `url` of [store] is right, that its folder is there";
    for (url, said) in [
        ("sqlite://nowhere/tirkeu.db", "of the store does not exist; "),
        // Nobody may make a file there, not even root.
        ("sqlite:///proc/tirkeu.db", "the store /proc/tirkeu.db cannot be opened: "),
    ] {
        let variables = [("TIRKEU__STORE__URL", url), ("TIRKEU__SECRETS__KEY_FILE", key.as_str())];
        for command in ["serve", "migrate"] {
            let err = place.run_with([command], variables).fails();
            assert!(err.contains(said) && err.contains(remedy), "{url}: {err}");
        }
        let err = place.run_with(["explain", "BCDF-GHJK-LMNP"], variables).fails();
        assert!(err.contains("there is no store") && err.contains("tirkeu migrate"), "{err}");
    }
    let err = place.run_with(["serve"], [("TIRKEU__STORE__URL", "sqlite:///proc/t.db")]).fails();
    assert!(err.contains("the key file /proc/t.key cannot be made: "), "{err}");
}

#[test]
fn a_damaged_store_and_a_lost_key_are_named_with_the_remedy() {
    let place = Place::new("damaged");
    place.run(["migrate"]).succeeds();
    let whole = std::fs::read(place.path("tirkeu.db")).unwrap();
    let key = std::fs::read(place.path("tirkeu.key")).unwrap();

    place.write("tirkeu.db", "no database ".repeat(1_000));
    for args in [&["serve"][..], &["migrate"], &["replay", "BCDF-GHJK-LMNP"]] {
        let err = place.run(args).fails();
        assert!(err.contains("tirkeu.db: the store file is damaged: "), "{err}");
        assert!(err.contains("restore the last backup (docs/operations.md, Recover)"), "{err}");
    }
    let doctor = place.run(["doctor"]);
    assert_eq!(doctor.code, Some(1));
    assert!(doctor.out.contains("BAD   ") && doctor.out.contains("is damaged"), "{}", doctor.out);

    std::fs::write(place.path("tirkeu.db"), &whole).unwrap();
    std::fs::remove_file(place.path("tirkeu.key")).unwrap();
    let err = place.run(["serve"]).fails();
    assert!(err.contains("tirkeu.key is missing although there is a store; put it back"), "{err}");
    assert!(place.run(["doctor"]).out.contains("is missing although there is a store"));

    std::fs::write(place.path("tirkeu.key"), b"0123\n").unwrap();
    assert!(place.run(["serve"]).fails().contains("can be read by other users; run `chmod 600"));
    place.private("tirkeu.key");
    assert!(place.run(["serve"]).fails().contains("does not hold a key (64 hexadecimal digits)"));

    std::fs::remove_file(place.path("tirkeu.key")).unwrap();
    place.serve_with(["--new-key"]).stops_cleanly();
    assert_ne!(std::fs::read(place.path("tirkeu.key")).unwrap(), key);
}

#[test]
fn rows_that_are_wrong_are_named_and_the_others_load() {
    let place = Place::new("import");
    place.write(
        "persons.csv",
        "iin,family_name,given_name,born,sex,citizenship,status\n\
         000000000000,Үлгібаев,Бір,1985-01-01,male,KZ,active\n\
         000000000001,Үлгібаев,Екі,1985-01-01,male,KZ,active\n\
         000000000000,Үлгібаев,Үш,1985-01-01,male,KZ,actve\n",
    );
    let first = place.run(["import", "persons", "persons.csv"]);
    assert_eq!(first.code, Some(1));
    assert_eq!(first.out, "persons: 1 new, 0 changed, 0 as before, 2 not loaded.\n");
    assert_eq!(
        first.err,
        "tirkeu: persons.csv, line 3, iin: the check digit of the ИИН is wrong; compare the number \
         with its source\n\
         tirkeu: persons.csv, line 4, status: `actve` is unknown; did you mean `active`? (known: \
         active, deceased, removed, excluded)\n\
         tirkeu: persons.csv: 2 rows not loaded; put right what is named and import the file \
         again, what is loaded stays\n"
    );
    place.replace("persons.csv", "000000000001", cases::iin("85010130500").as_str());
    place.replace("persons.csv", "actve", "active");
    place.replace("persons.csv", "Үш", "Бір");
    let put_right = place.run(["import", "persons", "persons.csv"]).succeeds();
    assert_eq!(put_right, "persons: 1 new, 0 changed, 2 as before, 0 not loaded.\n");
    let again = place.run(["import", "persons", "persons.csv"]).succeeds();
    assert_eq!(again, "persons: 0 new, 0 changed, 3 as before, 0 not loaded.\n");

    assert_eq!(
        place.run(["import", "persons", "nowhere.csv"]).fails(),
        "tirkeu: there is no file nowhere.csv; check the path\n"
    );
    place.write("births.csv", "child,mother,born\n1,000000000000,2026-01-10\n");
    let births = place.run(["import", "births", "births.csv"]).fails();
    assert!(births.contains("line 2, child"), "{births}");
}

#[test]
fn a_stop_that_is_asked_for_is_a_clean_one() {
    let place = Place::new("stop");
    let service = place.serve_with([]);
    let health = service.get("/readyz");
    assert!(health.starts_with("HTTP/1.1 200 "), "{health}");
    let metrics = service.metrics();
    for name in [
        "tirkeu_build_info{version=",
        "tirkeu_requests_total{status=\"200\"} 1",
        "tirkeu_sms_link_up 0",
        "tirkeu_work_pieces 0",
        "tirkeu_retention_removed_total{kind=\"drafts\"} 0",
        "tirkeu_store_commits_total",
    ] {
        assert!(metrics.contains(name), "{name} is not in\n{metrics}");
    }
    let second = place.run(["serve"]).fails();
    assert!(second.contains("is in use by another service"), "{second}");
    let doctor =
        place.run_with(["doctor", "--deep"], [("TIRKEU__LISTEN__PORTAL", &*service.portal)]);
    assert!(doctor.out.contains("ok    the service runs on "), "{}", doctor.out);
    assert!(doctor.out.contains("BAD   SMS centre: the link is down"), "{}", doctor.out);
    assert!(doctor.out.contains("every invariant holds"), "{}", doctor.out);
    service.stops_cleanly();
    assert!(place.path("tirkeu.db").exists());
    assert!(!place.path("tirkeu.db-wal").exists(), "the store was not closed");
    place.run(["migrate"]).succeeds();
}

#[test]
fn the_log_can_be_read_by_programs() {
    let place = Place::new("log");
    let err = place.serve_with(["--log", "json"]).stops_cleanly();
    for line in err.lines() {
        let line: serde_json::Value = serde_json::from_str(line).expect(line);
        assert!(line["level"].is_string() && line["message"].is_string(), "{line}");
    }
    let wrong = place.run_with(["serve"], [("TIRKEU_LOG", "loud")]).fails();
    assert_eq!(wrong, "tirkeu: TIRKEU_LOG must be one of: off, error, warn, info, debug, trace\n");
}

#[test]
fn the_first_administrator_of_the_office_is_named_once() {
    let place = Place::new("office");
    let named = |iin| {
        let name = "Сынақова А.";
        place.run(["office", "grant-first-administrator", "--iin", iin, "--name", name])
    };
    let wrong = named("1").fails();
    assert!(wrong.contains("--iin is no ИИН"), "{wrong}");
    let said = named("000000000000").succeeds();
    assert!(said.contains("is the first administrator of the office"), "{said}");
    let again = named("000000000000").fails();
    assert!(again.contains("has an administrator already"), "{again}");
}
