use super::*;

const GOOD: &str = "[store]\nurl = \"sqlite:///srv/tirkeu.db\"\n\
                    [sms]\nurl = \"smpp://tirkeu@127.0.0.1:2775\"\n";

fn read(text: &str, environment: &[(&str, &str)]) -> Result<Config, ConfigError> {
    let environment = environment.iter().map(|(name, value)| ((*name).into(), (*value).into()));
    Config::read(text, "t.toml", Path::new("/etc/tirkeu"), environment)
}

#[test]
fn the_sample_is_right_and_says_the_usual_values() {
    let text = include_str!("../../../../tirkeu.sample.toml");
    let sample = read(text, &[]).unwrap_or_else(|error| panic!("{error}"));
    let link = LinkConfig::parse("smpp://tirkeu@127.0.0.1:2775", "").unwrap();
    let usual = Config::new("/var/lib/tirkeu/tirkeu.db".into(), link);
    let law = Some(PathBuf::from("/etc/tirkeu/law.toml"));
    assert_eq!(format!("{sample:?}"), format!("{:?}", Config { law, ..usual }));
    for (section, keys) in given::KNOWN {
        assert!(text.contains(&format!("\n[{section}]")), "[{section}] is not in the sample");
        for key in *keys {
            let stated = text.lines().any(|line| {
                let line = line.trim_start_matches("# ");
                line.split_once('=').is_some_and(|(name, _)| name.trim() == *key)
            });
            assert!(stated, "{key} of [{section}] is not in the sample");
        }
    }
}

#[test]
fn every_limit_can_be_set() {
    let shape = format!("{:#?}", Limits::default());
    let fields: Vec<&str> = shape
        .lines()
        .filter_map(|line| line.trim().split_once(':'))
        .map(|(name, _)| name)
        .collect();
    let (_, keys) = given::KNOWN.iter().find(|(section, _)| *section == "limits").unwrap();
    assert_eq!(fields, *keys);
    let lines: Vec<String> = keys.iter().map(|key| format!("{key} = 7777\n")).collect();
    let config = read(&format!("{GOOD}[limits]\n{}", lines.concat()), &[]).unwrap();
    assert_eq!(format!("{:?}", config.limits).matches("7777").count(), keys.len());
}

#[test]
fn what_is_wrong_is_named_with_its_line_and_remedy() {
    for (text, expected) in [
        ("[store\n", "t.toml, line 1: this is not TOML: unclosed table, expected `]`"),
        ("[stor]\n", "t.toml, line 5: unknown section `stor`; did you mean `store`?"),
        ("portal = 1\n", "t.toml, line 5: `portal` belongs into [listen]"),
        (
            "[listen]\nportl = \"127.0.0.1:8080\"\n",
            "t.toml, line 6: unknown key `portl` in [listen]; did you mean `portal`?",
        ),
        (
            "[secrets]\nvault = 1\n",
            "t.toml, line 6: unknown key `vault` in [secrets]; known keys: key_file",
        ),
        (
            "[listen]\nportal = 8080\n",
            "t.toml, line 6: `portal` of [listen] must be a text in quotes",
        ),
        (
            "[listen]\nportal = \"8080\"\n",
            "t.toml, line 6: `portal` of [listen] must be a network address and a port, such as \
             \"127.0.0.1:8080\" or \"[::1]:8080\"",
        ),
        (
            "[listen]\nmetrics = \"no\"\n",
            "t.toml, line 6: `metrics` of [listen] must be a network address and a port, such as \
             \"127.0.0.1:8080\" or \"[::1]:8080\", or \"off\"",
        ),
        (
            "[sign_in]\nsms = \"yes\"\n",
            "t.toml, line 6: `sms` of [sign_in] must be true or false, without quotes",
        ),
        (
            "[limits]\ncode_tries = 0\n",
            "t.toml, line 6: `code_tries` of [limits] must be a whole number from 1 to \
             1000000000, without quotes",
        ),
        (
            "[eds]\ntrust = \"nowhere\"\n",
            "t.toml, line 6: `trust` of [eds] must be \"prod\", \"demo\" or a folder of \
             certificates that is there",
        ),
        (
            "[law]\nfile = \"\"\n",
            "t.toml, line 6: `file` of [law] is empty; write a path, or leave it out",
        ),
        (
            "[registers]\nkin = \"gateway:https://shep.example.kz\"\n",
            "t.toml, line 6: the gateway of the e-government is not in this release; write kin = \
             \"snapshot\" and load the register with `tirkeu import kin FILE`",
        ),
        (
            "[registers]\nkin = \"snapshots\"\n",
            "t.toml, line 6: `kin` of [registers] must be \"snapshot\"",
        ),
    ] {
        let whole = match text {
            "[store\n" => text.to_owned(),
            // Above the first section.
            "portal = 1\n" => format!("\n\n\n\n{text}{GOOD}"),
            _ => format!("{GOOD}{text}"),
        };
        let error = read(&whole, &[]).expect_err(text);
        assert_eq!(error.to_string(), expected, "{text}");
    }
}

#[test]
fn wrong_addresses_of_store_and_sms_centre() {
    let file = "[store]\nurl = \"STORE\"\n[sms]\nurl = \"SMS\"\n";
    let example = "\"sqlite:///var/lib/tirkeu/tirkeu.db\"";
    let good_store = "sqlite:///srv/tirkeu.db";
    let good_sms = "smpp://a@h:1";
    for (store, sms, rest, expected) in [
        (
            "postgres://tirkeu:hidden@db:port/tirkeu",
            good_sms,
            "",
            "t.toml, line 2: `url` of [store] is no address of a database (invalid connection \
             string); write for example \
             \"postgres://tirkeu@one,two/tirkeu?target_session_attrs=read-write\""
                .to_owned(),
        ),
        (
            "postgres://tirkeu:hidden@db/tirkeu",
            good_sms,
            "",
            "t.toml: `key_file` of [secrets] is missing; write for example key_file = \
             \"/etc/tirkeu/tirkeu.key\""
                .to_owned(),
        ),
        (
            "/srv/tirkeu.db",
            good_sms,
            "",
            format!("t.toml, line 2: `url` of [store] must name a file, such as {example}"),
        ),
        (
            good_store,
            "smpp://a:hidden@h:1",
            "",
            "t.toml, line 4: the password does not belong in the SMS centre's address; write it \
             as `password` of [sms], or better in the environment variable TIRKEU__SMS__PASSWORD"
                .to_owned(),
        ),
        (
            good_store,
            "smpp://a@h",
            "",
            "t.toml, line 4: the SMS centre's address must end with a port from 1 to 65535"
                .to_owned(),
        ),
        (
            good_store,
            good_sms,
            "password = \"hidden-hidden\"\n",
            "t.toml, line 5: the password must be 0 to 8 ASCII characters".to_owned(),
        ),
        (
            good_store,
            good_sms,
            "source = \"\"\n",
            "t.toml, line 5: the source address must be 1 to 20 ASCII characters".to_owned(),
        ),
        (
            good_store,
            good_sms,
            "window = 0\n",
            "t.toml, line 5: `window` of [sms] must be a whole number from 1 to 1000, without \
             quotes"
                .to_owned(),
        ),
    ] {
        let text = format!("{}{rest}", file.replace("STORE", store).replace("SMS", sms));
        let error = read(&text, &[]).expect_err(&text).to_string();
        assert_eq!(error, expected);
        assert!(!error.contains("hidden"), "a secret is in: {error}");
    }
}

#[test]
fn what_is_needed_is_asked_for() {
    let error = read("", &[]).expect_err("nothing is stated").to_string();
    assert_eq!(
        error,
        "t.toml: `url` of [store] is missing; write for example url = \
         \"sqlite:///var/lib/tirkeu/tirkeu.db\"\n\
         t.toml: `url` of [sms] is missing; write for example url = \
         \"smpp://system_id@127.0.0.1:2775\"",
    );
    let error = read("store = 1\n", &[]).expect_err("no section").to_string();
    assert_eq!(error, "t.toml, line 1: `store` is a section; write [store] on a line of its own");
}

#[test]
fn everything_that_is_wrong_is_said_at_once() {
    let text = format!("{GOOD}[listen]\nportal = 1\noffise = \"127.0.0.1:1\"\n[eds]\ntrust = 2\n");
    let error = read(&text, &[]).expect_err("three faults").to_string();
    assert_eq!(error.lines().count(), 3, "{error}");
}

#[test]
fn the_environment_lies_over_the_file() {
    let config = read(
        GOOD,
        &[
            ("TIRKEU__LISTEN__PORTAL", "0.0.0.0:80"),
            ("TIRKEU__LISTEN__METRICS", "off"),
            ("TIRKEU__SIGN_IN__SMS", "true"),
            ("TIRKEU__LIMITS__CODE_TRIES", "9"),
            ("TIRKEU__SMS__PASSWORD", "hidden"),
            ("TIRKEU__STORE__URL", "sqlite://data/t.db"),
            ("TIRKEU_LOG", "debug"),
            ("PATH", "/bin"),
        ],
    )
    .unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(config.listen.portal.to_string(), "0.0.0.0:80");
    assert_eq!(config.listen.metrics, None);
    assert!(config.sign_in.sms);
    assert_eq!(config.limits.code_tries, 9);
    assert_eq!(config.sms.password, "hidden");
    assert_eq!(config.sms.enquire_link_interval.as_secs(), 5);
    assert_eq!(config.store.file(), Some(Path::new("/etc/tirkeu/data/t.db")));
    assert_eq!(config.key_file, Path::new("/etc/tirkeu/data/t.key"));
    assert!(!format!("{config:?}").contains("hidden"));
    for (name, value, expected) in [
        (
            "TIRKEU__LISTEN__PORTL",
            "x",
            "environment variable TIRKEU__LISTEN__PORTL: unknown key `portl` in [listen]; did you \
             mean `portal`?",
        ),
        (
            "TIRKEU__PORTAL",
            "x",
            "environment variable TIRKEU__PORTAL: write TIRKEU__SECTION__KEY, such as \
             TIRKEU__LISTEN__PORTAL",
        ),
        (
            "TIRKEU__SIGN_IN__SMS",
            "yes",
            "environment variable TIRKEU__SIGN_IN__SMS: `sms` of [sign_in] must be true or false, \
             without quotes",
        ),
    ] {
        let error = read(GOOD, &[(name, value)]).expect_err(name).to_string();
        assert_eq!(error, expected);
    }
}
