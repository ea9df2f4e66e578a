mod loading;

use residence::facts::Holder;
use store::{ImportRow, RegisterKind};

use super::*;

const IIN: &str = "000000000000";
const OTHER: &str = "850101300009";
const RKA: &str = "1209900000000146";

/// Everything a file says: its rows, and what is said of its bad ones.
fn read(kind: Kind, file: impl AsRef<[u8]>) -> Result<(Vec<Row>, Vec<String>), String> {
    let mut reader = RowReader::open(kind, file.as_ref()).map_err(|fault| fault.to_string())?;
    let (mut rows, mut bad) = (Vec::new(), Vec::new());
    while let Some(row) = reader.next_row().map_err(|fault| fault.to_string())? {
        match row {
            Ok(row) => rows.push(row),
            Err(row) => bad.push(row.to_string()),
        }
    }
    Ok((rows, bad))
}

/// An ИИН whose check digit is right: the last digit is searched for.
fn iin(head: &str) -> String {
    let numbers = (0..10).map(|check| format!("{head}{check}"));
    numbers.into_iter().find(|text| text.parse::<residence::names::Iin>().is_ok()).unwrap()
}

/// Checks what is said of one bad row (and that a good row after it loads).
#[track_caller]
fn check(kind: Kind, header: &str, bad: &str, good: &str, expected: &str) {
    let (rows, said) = read(kind, format!("{header}\n{bad}\n{good}\n")).unwrap();
    assert_eq!((rows.len(), said.len()), (1, 1), "{bad}: {said:?}");
    assert!(said[0].contains(expected), "{bad}: {}", said[0]);
    assert!(said[0].starts_with("line 2"), "{}", said[0]);
}

#[test]
fn a_bad_person_is_named_by_line_field_and_reason() {
    let header = "iin,family_name,given_name,born,sex,citizenship,status";
    let good = format!("{IIN},Үлгібаев,Бір,1985-01-01,male,KZ,active");
    let long = "ы".repeat(101);
    for (bad, expected) in [
        ("12345,A,B,1985-01-01,male,KZ,active".into(), "iin: an ИИН has 12 digits; spreadsheets"),
        ("000000000001,A,B,1985-01-01,male,KZ,active".into(), "check digit of the ИИН is wrong"),
        (",A,B,1985-01-01,male,KZ,active".into(), "iin: is empty"),
        (format!("{IIN},A,B,01.01.1985,male,KZ,active"), "born: a date is written 2025-11-24"),
        (format!("{IIN},A,B,0198-01-01,male,KZ,active"), "with a year from 1850"),
        (format!("{IIN},A,B,1985-02-30,male,KZ,active"), "born: a date"),
        (format!("{IIN},A,B,1985-01-01,femal,KZ,active"), "did you mean `female`?"),
        (format!("{IIN},A,B,1985-01-01,муж,KZ,active"), "`муж` is unknown (known: male, female)"),
        (format!("{IIN},A,B,1985-01-01,male,kz,active"), "two capital letters"),
        (format!("{IIN},A,B,1985-01-01,male,KZ,{IIN}"), "status: `############` is unknown"),
        (format!("{IIN},A,B,1985-01-01,male,KZ,１２３４５"), "status: `#####` is unknown"),
        (format!("{IIN},A,B,1985-01-01,male,KZ"), "has 6 fields where the header has 7"),
        (format!("{IIN},{long},B,1985-01-01,male,KZ,active"), "family_name: has more than 100"),
        (format!("{IIN},A\u{7}B,C,1985-01-01,male,KZ,active"), "control character"),
        (format!("{IIN},A\"\",\"B,1985-01-01,male,KZ,active"), "quotation mark without"),
    ] {
        check(Kind::Persons, header, &bad, &good, expected);
    }
}

#[test]
fn bad_rows_of_the_other_kinds_are_named_too() {
    let flat =
        "rka,building,kato,kind,living,actual,place_kk,place_ru,street_kk,street_ru,house,flat";
    let good_flat = format!("{RKA},0201300010220307,710000000,flat,true,1,А,Б,В,Г,1,2");
    for (bad, expected) in [
        (good_flat.replace(RKA, "120990000000014"), "rka: a РКА has 16 digits"),
        (good_flat.replace(RKA, "1209900000000147"), "rka: a check digit of the РКА is wrong"),
        (good_flat.replace("0201300010220307", ""), "building: must be the РКА of the building"),
        (good_flat.replace("710000000", "71"), "kato: a КАТО code has 9 digits"),
        (good_flat.replace("true", "ture"), "did you mean `true`?"),
        (good_flat.replace("flat", "flt"), "did you mean `flat`?"),
    ] {
        check(Kind::Addresses, flat, &bad, &good_flat, expected);
    }
    let title = "rka;owner;ownership;commissioned;area;since";
    let good_title = format!("{RKA};{IIN};private;true;54,30;2020-01-01");
    for (bad, expected) in [
        (good_title.replace("54,30", "54.301"), "area: an area is in square metres"),
        (good_title.replace("54,30", "0.00"), "and not 0"),
        (good_title.replace("54,30", "-4"), "area: an area"),
        (good_title.replace("54,30", "99999999999999999999"), "area: an area"),
        (good_title.replace(IIN, "nobody"), "owner: an owner is an ИИН or a БИН"),
        (good_title.replace("private", "privat"), "did you mean `private`?"),
    ] {
        check(Kind::Titles, title, &bad, &good_title, expected);
    }
    let phone = "iin,phone,bound_at";
    let good_phone = format!("{IIN},8 (701) 555-01-01,2020-01-01T00:00:00+05:00");
    for (bad, expected) in [
        (good_phone.replace("8 (701)", "8 (495)"), "phone: a phone is a Kazakhstan mobile"),
        (good_phone.replace("T00:00:00+05:00", ""), "bound_at: a time is written with its offset"),
    ] {
        check(Kind::Phones, phone, &bad, &good_phone, expected);
    }
    let kin = "iin,of,relation,until";
    let good_kin = format!("{IIN},{},parent,", iin("85010130000"));
    check(Kind::Kin, kin, &format!("{IIN},{IIN},parent,"), &good_kin, "of: is the same person");
    let totals = "month,channel,services,persons";
    let good_total = "2025-10,portal,10,20";
    for (bad, expected) in [
        ("2025-13,portal,10,20", "month: a month is written 2025-11"),
        ("2025-10,potral,10,20", "did you mean `portal`?"),
        ("2025-10,portal,+1,20", "services: a count"),
        ("2025-10,portal,1,18446744073709551615", "persons: a count"),
    ] {
        check(Kind::Totals, totals, bad, good_total, expected);
    }
}

#[test]
fn fields_that_contradict_each_other_are_refused() {
    let entry = "id,iin,rka,kind,opened_at,until,closed_at";
    let good = format!(",{IIN},{RKA},temporary,2025-01-01T00:00:00Z,2025-06-01,");
    for (bad, expected) in [
        (good.replace("temporary", "permanent"), "until: a permanent entry has no end"),
        (good.replace("2025-06-01", ""), "until: must be the last day"),
        (format!("{good}2024-01-01T00:00:00Z"), "closed_at: is before `opened_at`"),
        (format!("ABC{good}"), "id: an id has 32"),
    ] {
        check(Kind::Registrations, entry, &bad, &good, expected);
    }
    let lease = "rka,tenant,listed,from,until,housing_office";
    let good = format!("{RKA},{IIN},{IIN}; {IIN} ;,2024-01-01,,Office 1");
    let bad = good.replace(",,", ",2023-01-01,");
    check(Kind::Leases, lease, &bad, &good, "until: is before `from`");
    check(Kind::Leases, lease, &good.replace("; ", ";7"), &good, "listed: an ИИН has 12 digits");
    let births = "child,mother,born";
    let good = format!("{},{IIN},2025-01-01", iin("25010150000"));
    let bad = format!("{IIN},{IIN},2025-01-01");
    check(Kind::Births, births, &bad, &good, "mother: is the same person as `child`");
}

#[test]
fn objects_are_read_like_csv() {
    let row = |more: &str| {
        format!(
            "{{\"rka\":\"{RKA}\",\"tenant\":\"{IIN}\",\"from\":\"2024-01-01\",\"housing_office\":\"1\"{more}}}"
        )
    };
    let lines = [
        row(""),
        row(&format!(",\"listed\":[\"{IIN}\"],\"until\":null")),
        row(",\"listed\":[1]"),
        row(",\"untill\":null"),
        row(",\"until\":{}"),
        "{\"rka\":".into(),
        "[1]".into(),
        String::new(),
        row(&format!(",\"listed\":\"{IIN};{IIN}\"")),
    ];
    let (rows, bad) = read(Kind::Leases, lines.join("\r\n")).unwrap();
    let listed: Vec<usize> = rows
        .iter()
        .map(|row| if let Row::Lease(lease) = row { lease.listed.len() } else { panic!() })
        .collect();
    assert_eq!(listed, [0, 1, 2]);
    for (said, expected) in bad.iter().zip([
        "line 3, listed: must be a text",
        "line 4: there is no column `untill`; did you mean `until`?",
        "line 5, until: must be a text",
        "line 6: is not one JSON object (at column 7)",
        "line 7: is not one JSON object (at column 0)",
    ]) {
        assert!(said.starts_with(expected), "{said}");
    }
    assert_eq!(bad.len(), 5);
}

#[test]
fn a_file_that_is_none_is_said_so_in_one_sentence() {
    for (file, expected) in [
        (&b""[..], "the file has no header; its first line must name the columns: iin,phone"),
        (b"\n \r\n", "has no header"),
        (b"000000000000,+77015550101,2020-01-01T00:00:00Z", "has no header"),
        (
            b"iin,phne,bound_at",
            "no column `phne`; did you mean `phone`?; the column `phone` is mis",
        ),
        (b"iin,phone,iin", "the column `iin` stands twice; the column `bound_at` is missing"),
        (b"iin,phone,colour,bound_at", "no column `colour` (known: iin,phone,bound_at)"),
        (b"\x1f\x8b\x08", "compressed or a spreadsheet (gzip); unpack it"),
        (b"PK\x03\x04abc", "(zip)"),
        (b"\xff\xfei\0", "UTF-16; save it as UTF-8"),
        (b"iin,\xff", "the header is wrong: it is not UTF-8"),
        (b"[{}]", "one JSON list"),
    ] {
        let said = read(Kind::Phones, file).unwrap_err();
        assert!(said.contains(expected), "{said}");
        assert!(!said.contains('\n'), "{said}");
    }
    let folder = std::env::temp_dir();
    assert!(open(&folder).unwrap_err().to_string().contains("is a folder"));
    assert!(open(&folder.join("no such file")).unwrap_err().to_string().contains("no file"));
    let unknown = "person".parse::<Kind>().unwrap_err().to_string();
    assert!(
        unknown.starts_with("`person` is no kind of file; did you mean `persons`?"),
        "{unknown}"
    );
    for kind in Kind::ALL {
        assert_eq!(kind.as_str().parse(), Ok(kind));
    }
}

#[test]
fn marks_separators_case_order_and_encoding_faults_are_borne() {
    let file = [
        "\u{feff}Bound_At;PHONE;iin\r\n\r\n".as_bytes(),
        format!("2020-01-01T00:00:00Z;+77015550101;{IIN}\r\n").as_bytes(),
        b"\xff\xfe;;\r\n",
        format!("2020-01-01T00:00:00Z; 77015550102 ;\"{IIN}\"").as_bytes(),
    ]
    .concat();
    let (rows, bad) = read(Kind::Phones, file).unwrap();
    assert_eq!(rows.len(), 2);
    assert_eq!(bad, ["line 4: is not UTF-8; save the file as UTF-8"]);
}

#[test]
fn an_owner_is_told_from_an_organisation_by_the_type_digit() {
    let bin = iin("99014000000");
    let file = format!(
        "rka,owner,ownership,commissioned,area\n{RKA},{IIN},private,1,9.5\n{RKA},{bin},private,0,9\n{RKA},unidentified,private,1,9\n{RKA},,state_rental,1,9"
    );
    let (rows, bad) = read(Kind::Titles, file).unwrap();
    assert_eq!(bad, [""; 0]);
    let owners: Vec<_> = rows
        .into_iter()
        .map(|row| {
            if let Row::Title(title) = row {
                (title.owner, title.area_hundredths)
            } else {
                panic!()
            }
        })
        .collect();
    let person = Some(Holder::Person(IIN.parse().unwrap()));
    let organisation = Some(Holder::Organisation(bin.parse().unwrap()));
    assert_eq!(
        owners,
        [(person, 950), (organisation, 900), (Some(Holder::Unidentified), 900), (None, 900)]
    );
}

#[test]
fn rows_are_kept_under_the_names_people_ask_by() {
    let other = iin("85010130000");
    let cases = [
        (
            Kind::Kin,
            format!("iin,of,relation\n{IIN},{other},parent"),
            (RegisterKind::Kin, IIN, format!("{other} parent"), vec![other.clone()]),
        ),
        (
            Kind::Titles,
            format!("rka,owner,ownership,commissioned,area,document\n{RKA},{IIN},private,1,9,Д-1"),
            (RegisterKind::Titles, RKA, format!("{IIN} Д-1"), vec![IIN.into()]),
        ),
        (
            Kind::Leases,
            format!(
                "rka,tenant,listed,from,housing_office\n{RKA},{other},{IIN};{other},2024-01-01,1"
            ),
            (
                RegisterKind::Leases,
                RKA,
                format!("{other} 2024-01-01"),
                vec![IIN.into(), other.clone()],
            ),
        ),
        (
            Kind::Phones,
            format!("iin,phone,bound_at\n{IIN},+77015550101,2020-01-01T00:00:00Z"),
            (RegisterKind::Phones, IIN, String::new(), vec!["+77015550101".into()]),
        ),
    ];
    for (kind, file, expected) in cases {
        let (rows, bad) = read(kind, &file).unwrap();
        assert_eq!(bad, [""; 0]);
        let Some(ImportRow::Register { kind, key, part, others, body, .. }) =
            to_import(rows[0].clone())
        else {
            panic!("{file}")
        };
        assert_eq!((kind, key.as_str(), part, others), expected);
        let body: serde_json::Value = serde_json::from_str(&body).unwrap();
        assert!(body.is_object());
    }
    let flat = format!(
        "rka,building,kato,kind,living,actual,place_kk,place_ru,street_kk,street_ru,house,flat\n{RKA},0201300010220307,710000000,flat,1,1,Астана,г. Астана,Самал көшесі,улица Самал,1,2"
    );
    let (rows, _) = read(Kind::Addresses, flat).unwrap();
    let Some(ImportRow::Register { others, search, .. }) = to_import(rows[0].clone()) else {
        panic!()
    };
    assert_eq!(others, ["0201300010220307"]);
    let both = "Астана, Самал көшесі, 1, пәтер 2 г. Астана, улица Самал, 1, кв. 2";
    assert_eq!(search.as_deref(), Some(both));
}

#[test]
fn an_entry_keeps_its_made_up_id_when_it_is_closed() {
    let header = "iin,rka,kind,opened_at,closed_at";
    let file = format!(
        "{header}\n{IIN},{RKA},permanent,2020-01-01T00:00:00Z,\n\
         {IIN},{RKA},permanent,2020-01-01T05:00:00+05:00,2021-01-01T00:00:00Z\n\
         {IIN},{RKA},permanent,2022-01-01T00:00:00Z,"
    );
    let (rows, _) = read(Kind::Registrations, file).unwrap();
    let ids: Vec<_> = rows
        .iter()
        .map(|row| if let Row::Registration(entry) = row { entry.id } else { panic!() })
        .collect();
    assert_eq!(ids[0], ids[1]);
    assert_ne!(ids[0], ids[2]);
}

#[test]
fn mangled_files_never_break_the_reader() {
    let seeds: [(Kind, String); 4] = [
        (
            Kind::Persons,
            format!(
                "iin,family_name,given_name,born,sex,citizenship,status\n{IIN},\"А\",Б,1985-01-01,male,KZ,active\n"
            ),
        ),
        (
            Kind::Leases,
            format!(
                "rka;tenant;listed;from;until;housing_office\n{RKA};{IIN};\"{IIN};{OTHER}\";2024-01-01;;1\n"
            ),
        ),
        (
            Kind::Titles,
            format!(
                "{{\"rka\":\"{RKA}\",\"owner\":null,\"ownership\":\"private\",\"commissioned\":true,\"area\":54.3}}\n"
            ),
        ),
        (
            Kind::Registrations,
            format!("iin,rka,kind,opened_at\n{IIN},{RKA},permanent,2020-01-01T00:00:00Z\n"),
        ),
    ];
    let mut state = 1u64;
    let mut draw = |below: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        usize::try_from(state >> 33).unwrap() % below
    };
    for round in 0..20_000 {
        let (kind, text) = &seeds[round % seeds.len()];
        let mut bytes = text.repeat(2).into_bytes();
        for _ in 0..=draw(6) {
            let at = draw(bytes.len().max(1)).min(bytes.len().saturating_sub(1));
            match draw(4) {
                0 => bytes[at] = u8::try_from(draw(256)).unwrap(),
                1 if bytes.len() > 8 => drop(bytes.remove(at)),
                2 => bytes.insert(at, b"\",;\n\0\xff{}[]"[draw(10)]),
                _ => bytes.truncate(at.max(8)),
            }
        }
        if let Ok((rows, _)) = read(*kind, &bytes) {
            rows.into_iter().for_each(|row| drop(to_import(row)));
        }
    }
}

#[test]
fn the_whole_public_list_of_territories_is_read() {
    let Ok(folder) = std::env::var("TIRKEU_CORPORA") else {
        eprintln!("left out: TIRKEU_CORPORA names no folder with the public list of territories");
        return;
    };
    let file = std::fs::read(Path::new(&folder).join("refdata/kato/kato.csv")).unwrap();
    let (rows, bad) = read(Kind::Kato, file).unwrap();
    assert_eq!(bad, [""; 0]);
    assert_eq!(rows.len(), 15_594);
}
