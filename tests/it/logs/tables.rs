//! Tables: rows as people really write them; a bad one costs itself, and says why.

use super::*;
use exeat::event::Value;
use proptest::prelude::*;
use std::io::Write;

const T: &str = "2026-03-02T15:00:00Z";

fn table(settings: &str) -> Bound {
    source(&format!(
        "[source.x]\nformat = \"csv\"\n{settings}\nid = \"id\"\ntime = \"time\"\nlist = \"list\"\nrows = \"rows\"\n"
    ))
}

/// The same at once and byte by byte, each record's bytes at its place, and each event again from them; or
/// it is a mistake.
fn both(log: &[u8], source: &Bound, most: usize) -> Vec<Owned> {
    let (all, reading) = read_all(log, source, most);
    let (drops, drop_reading) = read_all(Drops(log), source, most);
    assert_eq!(all, drops);
    assert_eq!(reading, drop_reading);
    assert_eq!(reading.bytes, log.len() as u64);
    let known = head(log, source, most).unwrap();
    assert_eq!(known, head(Drops(log), source, most).unwrap());
    let mut before = 0;
    for item in &all {
        let (Owned::Event { place, .. } | Owned::Unreadable { place, .. }) = item else {
            continue;
        };
        let (from, to) = (
            place.offset as usize,
            (place.offset + place.length) as usize,
        );
        assert!(before <= from && to <= log.len(), "{item:?}");
        let feeds = log[..from].iter().filter(|b| **b == b'\n').count();
        assert_eq!(place.line, 1 + feeds as u64);
        before = to;
        if let Owned::Event {
            event,
            misfits,
            raw,
            head,
            ..
        } = item
        {
            assert_eq!(&log[from..to], raw.as_bytes());
            assert_eq!(*head, known);
            let again = source.again(head, raw, *place).unwrap();
            assert_eq!((&again.event, &again.misfits), (event, misfits));
            for (_, range) in source.locate(head, raw, None) {
                assert!(raw.get(range).is_some());
            }
        }
    }
    all
}

fn told(log: impl AsRef<[u8]>, source: &Bound) -> Vec<String> {
    let all = both(log.as_ref(), source, MAX_RECORD);
    all.iter().map(Owned::short).collect()
}

#[test]
fn rows_are_records_however_they_are_written() {
    let plain = table("");
    for (log, expected) in [
        (String::new(), vec![]),
        ("\u{feff}".to_owned(), vec![]),
        ("id,time\n".to_owned(), vec![]),
        (format!("id,time\na,{T}\nb,{T}"), vec!["2:1 a", "3:1 b"]),
        (
            format!("id,time\r\na,{T}\r\nb,{T}\r\n"),
            vec!["2:1 a", "3:1 b"],
        ),
        // Lone carriage returns end rows too; only line feeds count as lines.
        (format!("id,time\ra,{T}\rb,{T}\r"), vec!["1:9 a", "1:32 b"]),
        (format!("\u{feff}id,time\na,{T}\n"), vec!["2:1 a"]),
        (
            format!("\u{feff}\"id\",\"time\"\n\"a\",\"{T}\"\n"),
            vec!["2:1 a"],
        ),
        // The header tells the delimiter; its names have no blanks around them.
        (format!("id;x,y; time\na;1,2;{T}\n"), vec!["2:1 a"]),
        (format!("id\ttime\nb\t{T}\n"), vec!["2:1 b"]),
        // Blank lines, also those of a spreadsheet.
        (
            format!("\n \n,,\nid,time,\n\n\t\na,{T},\n,,\n  ,, \nb,{T},\n\n"),
            vec!["7:1 a", "10:1 b"],
        ),
        // Quotes: line ends, delimiters and quotes inside; none that opens a cell in its middle.
        (
            format!("id,time\n\"a\n,\"\"\r\n\",{T}\n5\" disk,{T}\n"),
            vec!["2:1 a\n,\"\r\n", "5:1 5\" disk"],
        ),
        (format!("id,time\n\u{feff},{T}\n"), vec!["2:1 \u{feff}"]),
        // Files that were put one behind the other: the same header again, and a mark before it.
        (
            format!(
                "id,time\na,{T}\nid,time\nb,{T}\n\u{feff}id,time\nc,{T}\n\"id\", time\nd,{T}\n"
            ),
            vec!["2:1 a", "4:1 b", "6:1 c", "8:1 d"],
        ),
        // Columns without a name, and two of one name that say the same.
        (format!(",time,id,id,\nx,{T},a,a,y\n"), vec!["2:1 a"]),
    ] {
        assert_eq!(told(&log, &plain), expected, "{log}");
    }
    // No header: the source names the columns. If there is one all the same, it is none of the rows.
    let named = table("header = [\"id\", \"time\"]");
    for log in [format!("a,{T}\nb,{T}\n"), format!("a,{T}\nid,time\nb,{T}")] {
        let ids: Vec<String> = told(&log, &named);
        assert_eq!(ids.len(), 2, "{ids:?}");
    }
    let piped = table("delimiter = \"|\"");
    assert_eq!(told(format!("id|time\na,;|{T}\n"), &piped), ["2:1 a,;"]);
    let tabs = source("[source.x]\nformat = \"tsv\"\nid = \"i,d\"\ntime = \"time\"\n");
    assert_eq!(told(format!("i,d\ttime\na,\"\t{T}\n"), &tabs), ["2:1 a,\""]);
}

#[test]
fn a_bad_row_costs_itself_and_says_why() {
    let plain = table("");
    for (row, reason) in [
        ("a", "+1 1 cell, where the header has 4"),
        ("a,b", "+3 2 cells, where the header has 4"),
        ("a,b,c,d,e", "+9 5 cells, where the header has 4"),
        (
            "a,b,c,",
            "+6 its time \"b\" cannot be read: no time in any form that is known",
        ),
        ("a,,c,7", "+6 it has no time"),
        (
            "a,\"b\" ,c,d",
            "+10 a cell goes on behind its closing quote at column 5; inside a quoted cell a quote is written twice",
        ),
        (
            "\"é\"x",
            "+5 a cell goes on behind its closing quote at column 3; inside a quoted cell a quote is written twice",
        ),
        ("a,\"b\nc\"", "+7 2 cells, where the header has 4"),
    ] {
        let log = format!("id,time,list,rows\nx,{T},,\n{row}\ny,{T},,\n");
        let lines = row.matches('\n').count();
        let expected = [
            "2:1 x".to_owned(),
            format!("3:1 {reason}"),
            format!("{}:1 y", 4 + lines),
        ];
        assert_eq!(told(&log, &plain), expected, "{row}");
    }
    let log = [b"id,time\na,b\xFFc\nb,".to_vec(), T.into()].concat();
    assert_eq!(
        told(log, &plain),
        ["2:1 +5 not UTF-8 at column 4: byte 0xFF", "3:1 b"]
    );
    // Two columns of one name: who reads on might be fooled.
    let log = format!("id,time,id\na,{T},b\n");
    assert_eq!(
        told(log, &plain),
        ["2:1 +24 `id` stands twice with different values"]
    );
}

#[test]
fn an_open_quote_costs_what_is_told() {
    let plain = table("");
    // It closes nowhere: all that is left is the cell.
    let log = format!("id,time\na,{T}\nb,\"{T}\nc,{T}\n");
    assert_eq!(
        told(&log, &plain),
        [
            "2:1 a".to_owned(),
            format!(
                "3:1 +{} the quoted cell at column 3 has no end",
                log.len() - 31
            )
        ]
    );
    // The next quote shows it: reading goes on behind that line.
    let log = format!("id,time\n\"a,{T}\nb,{T}\n\"c\",{T}\nd,{T}\n");
    assert_eq!(
        told(&log, &plain),
        [
            "2:1 +71 a cell goes on behind its closing quote at line 4, column 1; inside a quoted cell a quote is written twice",
            "5:1 d"
        ]
    );
}

#[test]
fn without_a_header_nothing_is_read_and_that_is_told() {
    let plain = table("");
    let start = "the header cannot be read, and no row without it: ";
    for (header, why) in [
        (&b"id,ti\xFFme"[..], "not UTF-8 at column 6: byte 0xFF"),
        (b"id,\"time", "the quoted cell at column 4 has no end"),
        (
            b"id,\"time\" ",
            "a cell goes on behind its closing quote at column 9; inside a quoted cell a quote is written twice",
        ),
    ] {
        let log = [b"\n", header, b"\na,", T.as_bytes(), b"\n"].concat();
        let length = log.len() - 1;
        assert_eq!(told(log, &plain), [format!("2:1 +{length} {start}{why}")]);
    }
    let wide = format!("id,time{}\na,{T}\n", ",".repeat(10_000));
    assert_eq!(
        told(&wide, &plain),
        [format!(
            "1:1 +{} {start}it names more than 10,000 columns",
            wide.len()
        )]
    );
    let long = format!("id,time,{}\na,{T}\n", "x".repeat(100));
    let all = both(long.as_bytes(), &plain, 50);
    let all: Vec<String> = all.iter().map(Owned::short).collect();
    let why = format!("{start}it is longer than 50 bytes");
    assert_eq!(all, [format!("1:1 +{} {why}", long.len())]);
    // The table of another file, with other columns, behind the first: nobody knows what its cells are.
    for other in ["time,id", "id,time,list,rows", "id"] {
        let log = format!("id,time\na,{T}\n{other}\n{T},b\n");
        let told = told(&log, &plain);
        let length = other.len() + 24;
        let lost = format!(
            "3:1 +{length} other columns begin here; give each table to exeat as a file of its own"
        );
        match other {
            "id" => assert_eq!(told[1], "3:1 +2 1 cell, where the header has 2"),
            _ => assert_eq!(told, ["2:1 a".to_owned(), lost]),
        }
    }
}

#[test]
fn what_is_too_long_costs_itself() {
    let plain = table("");
    for cell in ["y".repeat(200), format!("\"{}\"", "y\n".repeat(100))] {
        let log = format!("id,time\na,{T}\nb,{cell}\nc,{T}\n");
        let all = both(log.as_bytes(), &plain, 100);
        let lines = 4 + cell.matches('\n').count();
        assert_eq!(
            all.iter().map(Owned::short).collect::<Vec<_>>(),
            [
                "2:1 a".to_owned(),
                format!("3:1 +{} longer than 100 bytes", cell.len() + 2),
                format!("{lines}:1 c")
            ]
        );
    }
}

#[test]
fn files_in_other_orders_and_packings_give_the_same_events() {
    let source = table("null = [\"-\"]");
    let one = format!("id,time,list,rows\na,{T},\"x, y\",7\nb,{T},-,\n");
    let other = format!("rows;list;extra;time;id\n7;x, y;1;{T};a\n;-;2;{T};b\n");
    let events = |log: &[u8]| -> Vec<Event> {
        let all = items(log, &source);
        all.into_iter()
            .map(|item| match item {
                Owned::Event { event, misfits, .. } if misfits.is_empty() => event,
                other => panic!("{other:?}"),
            })
            .collect()
    };
    let expected = events(one.as_bytes());
    assert_eq!(expected.len(), 2);
    assert_eq!(expected[0].get(FieldId::ROWS), Some(&Value::Int(7)));
    assert_eq!(expected[1].get(FieldId::LIST), None);
    assert_eq!(events(other.as_bytes()), expected);
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    gzip.write_all(one.as_bytes()).unwrap();
    assert_eq!(events(&gzip.finish().unwrap()), expected);
    let zstd = zstd::encode_all(other.as_bytes(), 1).unwrap();
    assert_eq!(events(&zstd), expected);
}

#[test]
fn what_breaks_off_is_no_row() {
    let source = table("");
    let text: String = (0..30)
        .map(|n| format!("{n},{},{}\n", 1_700_000_000 + n, n * n * 7919))
        .collect();
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    write!(gzip, "id,time,x\n{text}").unwrap();
    let packed = gzip.finish().unwrap();
    let whole = items(&packed, &source);
    assert_eq!(whole.len(), 30);
    for end in 4..packed.len() {
        let mut cut = items(&packed[..end], &source);
        let Some(Owned::Unreadable { reason, .. }) = cut.pop() else {
            panic!("{end}")
        };
        assert!(reason.ends_with("breaks off here"), "{reason}");
        // Not even a row of which a cell may have lost its end.
        assert!(whole.starts_with(&cut), "{end}");
    }
}

const M365: &str = r#"
zone = "UTC"
only = { Operations = "AddedTo*" }
ignore = { Operations = ["User*", "Update user."] }
id = "Identity"
time = "CreationDate"
actor = "UserIds"
action = "Operations"
tenant = "json(AuditData).OrganizationId"
list = "json(AuditData).SourceRelativeUrl"
destination = "json(AuditData).TargetUserOrGroupName"
ip = "json(AuditData).ClientIP"
"#;

#[test]
fn a_table_with_json_in_its_cells_says_what_the_same_lines_say() {
    let text = |name: &str| {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/logs/tables");
        std::fs::read(format!("{folder}/{name}")).unwrap()
    };
    let rows = source(&format!("[source.x]\nformat = \"csv\"{M365}"));
    let lines = source(&format!("[source.x]\nformat = \"jsonl\"{M365}"));
    let csv = text("m365-derived.csv");
    // Each row has a line feed of its own inside a cell.
    assert_eq!(csv.iter().filter(|b| **b == b'\n').count(), 19);
    let of_rows = both(&csv, &rows, MAX_RECORD);
    let of_lines = items(text("m365-derived.jsonl"), &lines);
    let said = |all: &[Owned]| -> Vec<Option<(Event, Vec<Misfit>)>> {
        all.iter()
            .map(|item| match item {
                Owned::Event { event, misfits, .. } => Some((event.clone(), misfits.clone())),
                Owned::NotExport => None,
                other => panic!("{other:?}"),
            })
            .collect()
    };
    assert_eq!(said(&of_rows), said(&of_lines));
    assert_eq!(said(&of_rows).iter().flatten().count(), 5);
    let Owned::Event {
        event,
        raw,
        head,
        place,
        ..
    } = &of_rows[0]
    else {
        panic!()
    };
    assert_eq!((place.line, place.column, place.offset), (2, 1, 130));
    assert_eq!(event.time.to_string(), "2022-12-12T19:31:41Z");
    assert_eq!(event.text(FieldId::TENANT), Some("11-22-abc"));
    assert_eq!(
        event.text(FieldId::LIST),
        Some("Documents/importantsecrets.docx")
    );
    // A value in a cell stands there; one in the JSON of a cell where that does.
    let places = rows.locate(head, raw, None);
    let at = |field| {
        let (_, range) = places.iter().find(|(of, _)| *of == field).unwrap();
        &raw[range.clone()]
    };
    assert_eq!(at(FieldId::TIME), "12/12/2022 7:31:41 PM");
    assert_eq!(at(FieldId::ACTOR), "my.user@yourorg.onmicrosoft.com");
    let json = at(FieldId::TENANT);
    assert!(json.starts_with("{\"\"AppAccess") && json.ends_with("}\n"));
    assert_eq!(json, at(FieldId::LIST));
}

#[test]
fn a_text_in_a_cell_is_no_json_of_its_own() {
    let source = source(
        "[source.x]\nformat = \"csv\"\ninside = [\"a\", \"json(j)\"]\nid = [\"a.b\", \"a\"]\ntime = [\"time\", { value = \"2026-03-02T15:00:00Z\" }]\nroles = \"r[].x\"\nfields = \"r\"\nlist = \"json(c).k\"\npurpose = \"p[k=v].x\"\n",
    );
    let log = "a,r,c,p,j\n\"{\"\"b\"\":1}\",\"[{\"\"x\"\":1}]\",\"{\"\"k\"\":\"\"l\"\"}\",\"[{\"\"k\"\":\"\"v\"\",\"\"x\"\":1}]\",\n,null,{,,\n,,,,\"{\"\"a\"\":\"\"in\"\"}\"\n";
    let all = both(log.as_bytes(), &source, MAX_RECORD);
    let events: Vec<_> = all
        .iter()
        .map(|item| match item {
            Owned::Event { event, misfits, .. } => (event, misfits),
            other => panic!("{other:?}"),
        })
        .collect();
    let text = |n: usize, field| events[n].0.text(field);
    assert_eq!(text(0, FieldId::ID), Some("{\"b\":1}"));
    assert_eq!(events[0].0.get(FieldId::ROLES), None);
    let whole = vec!["[{\"x\":1}]".to_owned()];
    assert_eq!(
        events[0].0.get(FieldId::COLUMNS),
        Some(&Value::Texts(whole))
    );
    assert_eq!(text(0, FieldId::LIST), Some("l"));
    assert_eq!(text(0, FieldId::PURPOSE), None);
    let texts = vec!["null".to_owned()];
    assert_eq!(
        events[1].0.get(FieldId::COLUMNS),
        Some(&Value::Texts(texts))
    );
    let [misfit] = &events[1].1[..] else { panic!() };
    assert_eq!(
        (misfit.field, misfit.value.as_str()),
        (FieldId::LIST, "\"{\"")
    );
    assert!(misfit.reason.starts_with("the text holds no JSON"));
    assert_eq!(text(2, FieldId::ID), Some("in"));
}

/// A cell as the csv crate writes it, whatever is in it.
fn cell() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-c ]{0,3}",
        "[\"',;\t\r\nx\u{feff}]{0,6}",
        "\\PC{0,4}",
        Just("x\"\"y, ".repeat(2500)),
    ]
}

fn written(
    rows: &[Vec<String>],
    delimiter: u8,
    end: csv::Terminator,
    style: csv::QuoteStyle,
) -> Vec<u8> {
    let mut writer = csv::WriterBuilder::new()
        .delimiter(delimiter)
        .terminator(end)
        .quote_style(style)
        .from_writer(Vec::new());
    for row in rows {
        writer.write_record(row).unwrap();
    }
    writer.into_inner().unwrap()
}

/// Each row's cells as they are read: of column `c0` the id, and so on.
fn cells_read(log: &[u8], columns: usize, delimiter: u8) -> Vec<Vec<String>> {
    const FIELDS: [FieldId; 4] = [
        FieldId::TENANT,
        FieldId::LIST,
        FieldId::DESTINATION,
        FieldId::PURPOSE,
    ];
    let mapped: String = ["tenant", "list", "destination", "purpose"]
        .iter()
        .take(columns)
        .enumerate()
        .map(|(n, field)| format!("{field} = \"c{n}\"\n"))
        .collect();
    // One column tells no delimiter.
    let told = match columns {
        1 => format!("delimiter = {:?}\n", char::from(delimiter).to_string()),
        _ => String::new(),
    };
    let source = source(&format!(
        "[source.x]\nformat = \"csv\"\n{told}time = {{ value = \"{T}\" }}\n{mapped}"
    ));
    both(log, &source, MAX_RECORD)
        .into_iter()
        .map(|item| match item {
            Owned::Event { event, .. } => FIELDS
                .iter()
                .take(columns)
                .map(|field| event.text(*field).unwrap_or("").to_owned())
                .collect(),
            other => panic!("{other:?}"),
        })
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn whatever_the_csv_crate_writes_is_read_back(
        rows in (1_usize..5).prop_flat_map(|n| prop::collection::vec(prop::collection::vec(cell(), n), 0..5)),
        delimiter in prop_oneof![Just(b','), Just(b';'), Just(b'\t')],
        end in prop_oneof![Just(csv::Terminator::CRLF), Just(csv::Terminator::Any(b'\n')), Just(csv::Terminator::Any(b'\r'))],
        style in prop_oneof![Just(csv::QuoteStyle::Always), Just(csv::QuoteStyle::Necessary), Just(csv::QuoteStyle::NonNumeric)],
    ) {
        let columns = rows.first().map_or(1, Vec::len);
        // A row of blanks and nothing is a blank line.
        let mut rows: Vec<Vec<String>> = rows
            .into_iter()
            .filter(|row| row.iter().any(|cell| !cell.chars().all(|c| " \t,;".contains(c))))
            .collect();
        let header = (0..columns).map(|n| format!("c{n}")).collect();
        rows.insert(0, header);
        let log = written(&rows, delimiter, end, style);
        prop_assert_eq!(cells_read(&log, columns, delimiter), &rows[1..]);
    }

    /// What is no clean table is survived, the same however it arrives, and rows that are read hold what
    /// the csv crate finds in them.
    #[test]
    fn any_table_is_survived(
        pieces in prop::collection::vec(prop_oneof![
            Just("a"), Just(","), Just("\""), Just("\"\""), Just("\n"), Just("\r\n"), Just("\r"), Just(";"), Just(" "),
            Just("\u{feff}"), Just("é"), Just("c0,c1\n"), Just("x,y\n"), Just("\"x\",\"y\"\n"), Just("\"x"), Just("y\",z\n"),
        ], 0..40),
        most in prop_oneof![Just(MAX_RECORD), 1_usize..30],
        torn in any::<prop::sample::Index>(),
    ) {
        let source = source(&format!(
            "[source.x]\nformat = \"csv\"\ntime = {{ value = \"{T}\" }}\ntenant = \"c0\"\nlist = \"c1\"\n"
        ));
        let text = format!("c0,c1\n{}", pieces.concat());
        for item in both(text.as_bytes(), &source, most) {
            let Owned::Event { event, raw, .. } = item else { continue };
            let table = format!("c0,c1\n{raw}");
            let mut reader = csv::Reader::from_reader(table.as_bytes());
            let record = reader.records().next().unwrap().unwrap();
            let read = [FieldId::TENANT, FieldId::LIST].map(|field| event.text(field).unwrap_or(""));
            prop_assert_eq!(record.iter().collect::<Vec<_>>(), read.to_vec());
            prop_assert!(reader.records().next().is_none());
        }
        // Bytes that are no characters.
        let mut bytes = text.into_bytes();
        let at = torn.index(bytes.len());
        bytes[at] = 0xFF;
        prop_assume!(!bytes.starts_with(&[0xFF]));
        both(&bytes, &source, most);
    }
}

#[test]
fn a_table_of_many_columns_is_read() {
    let mut rows: Vec<Vec<String>> = vec![(0..166).map(|n| format!("c{n}")).collect()];
    for n in 0..20 {
        let mut row = vec![String::new(); 166];
        row[0] = format!("t{n}");
        row[1] = "\"x\", ".repeat(2000);
        row[165] = "end".to_owned();
        rows.push(row);
    }
    let end = csv::Terminator::CRLF;
    let log = written(&rows, b',', end, csv::QuoteStyle::Necessary);
    let read = cells_read(&log, 2, b',');
    assert_eq!(read.len(), 20);
    assert_eq!(read[19], rows[20][..2]);
}

#[test]
fn what_a_source_may_say_of_tables() {
    for (settings, message) in [
        (
            "format = \"csv\"\nrecords = \"r\"",
            "`records` has no meaning in this format",
        ),
        (
            "format = \"tsv\"\ndelimiter = \",\"",
            "`delimiter` has no meaning in this format",
        ),
        (
            "format = \"jsonl\"\nheader = \"a\"",
            "`header` has no meaning in this format",
        ),
        (
            "format = \"json\"\ndelimiter = \",\"",
            "`delimiter` has no meaning in this format",
        ),
        (
            "format = \"csv\"\ndelimiter = \"||\"",
            "a delimiter is one ASCII character, as in `\";\"`, and no quote, blank or line end",
        ),
        (
            "format = \"csv\"\nheader = []",
            "`header` names from one to 10,000 columns",
        ),
    ] {
        let file = Source {
            id: SourceId(0),
            name: "exeat.toml".to_owned(),
            text: format!("[source.x]\n{settings}\ntime = \"t\"\n"),
        };
        let (_, wrong) = mappings(&file);
        let told: Vec<&str> = wrong.iter().map(|d| d.message.as_str()).collect();
        assert_eq!(told, [message]);
    }
}
