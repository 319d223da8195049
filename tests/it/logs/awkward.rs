//! What is awkward in real logs, row by row: which test holds each fact.
//!
//! The rows are those of the survey of real formats that the sources were made from.

mod records;

use crate::harness::top;
use std::fs;

/// Each awkward fact, with the files and tests that hold it.
const ROWS: &[(&str, &[&str])] = &[
    (
        "1 duplicates with equal ids, equal ids with other contents",
        &[
            "tests/it/scan.rs a_record_met_twice_is_one_event_and_another_with_its_id_counts_too",
            "tests/it/scan.rs values_that_do_not_fit_and_differ_at_their_ends_are_two_contents",
            "tests/it/logs/services.rs what_is_delivered_again_counts_once",
        ],
    ),
    (
        "2 attempt and success",
        &[
            "tests/it/logs/real.rs the_other_shapes_of_cloudtrail",
            "tests/it/incident.rs recorded_cloudtrail",
            "tests/it/logs/services.rs awkward_records_of_services_come_out_as_expected",
            "tests/it/incident.rs one_engineer_and_six_tenants_leap_to_the_eye",
        ],
    ),
    (
        "3 actors: spellings, services, anonymous, an empty object",
        &[
            "tests/it/logs/awkward/records.rs actors_in_several_spellings_and_none",
            "tests/it/logs/real.rs google_cloud_in_both_encodings",
        ],
    ),
    (
        "4 JSON in CSV, JSON in JSON, what only looks like JSON",
        &[
            "tests/it/logs/tables.rs a_table_with_json_in_its_cells_says_what_the_same_lines_say",
            "tests/it/logs/mapping.rs a_value_is_found_where_the_mapping_says",
            "tests/it/logs/awkward/records.rs what_only_looks_like_json_is_told",
        ],
    ),
    (
        "5 name and value, tagged unions, keys named by a field, several events, an object or an array",
        &[
            "tests/it/logs/choosing.rs one_record_becomes_several_events",
            "tests/it/logs/awkward/records.rs values_named_in_other_places",
            "tests/it/logs/services.rs awkward_records_of_services_come_out_as_expected",
        ],
    ),
    (
        "6 keys with points, slashes and @",
        &["tests/it/logs/awkward/records.rs keys_with_points_slashes_and_at_signs"],
    ),
    (
        "7 numbers and booleans as texts, whole numbers as fractions",
        &[
            "tests/it/logs/awkward/records.rs numbers_as_texts_and_fractions",
            "tests/it/logs/recorded.rs servicenow",
        ],
    ),
    (
        "8 null, missing, an empty text, a minus",
        &[
            "tests/it/logs/awkward/records.rs five_ways_to_say_nothing",
            "tests/it/logs/services.rs awkward_records_of_services_come_out_as_expected",
        ],
    ),
    (
        "9 CSV: line ends, byte order marks, wide tables, long cells, line feeds in cells",
        &[
            "tests/it/logs/tables.rs rows_are_records_however_they_are_written",
            "tests/it/logs/tables.rs a_table_of_many_columns_is_read",
            "tests/it/logs/tables.rs whatever_the_csv_crate_writes_is_read_back",
        ],
    ),
    (
        "10 broken off, no JSON at all, keys twice, empty files, null",
        &[
            "tests/it/logs/lines.rs a_bad_line_costs_itself_and_says_why",
            "tests/it/logs/lines.rs a_key_that_stands_twice_with_different_values_fools_nobody",
            "tests/it/logs/services.rs keys_that_stand_twice_fool_no_source_of_a_service",
            "tests/it/logs/awkward/records.rs lines_of_other_formats_are_told",
        ],
    ),
    (
        "11 many small compressed files in any order",
        &[
            "tests/it/scan.rs findings_come_in_the_order_of_time_whatever_the_order_of_lines_and_files",
            "tests/it/logs/awkward/records.rs many_small_files_are_one_log",
        ],
    ),
    (
        "12 what stands where an address should",
        &[
            "tests/it/logs/awkward/records.rs what_stands_where_an_address_should",
            "tests/it/logs/services.rs awkward_records_of_services_come_out_as_expected",
        ],
    ),
    (
        "13 blanks and other letters in paths and actions",
        &[
            "tests/it/logs/awkward/records.rs blanks_and_other_letters",
            "tests/it/logs/services.rs awkward_records_of_services_come_out_as_expected",
        ],
    ),
    (
        "14 the largest objects met",
        &["tests/it/logs/awkward/records.rs a_mebibyte_on_one_line"],
    ),
    (
        "times in every form met",
        &[
            "src/logs/times/tests.rs every_format_of_real_logs_is_read_exactly",
            "src/logs/times/tests.rs what_is_no_time_is_refused_with_the_reason",
        ],
    ),
];

#[test]
fn every_awkward_fact_has_its_tests() {
    let numbered = ROWS
        .iter()
        .filter_map(|(row, _)| row.split(' ').next()?.parse::<u32>().ok());
    assert!(numbered.eq(1..=14));
    for (row, tests) in ROWS {
        assert_ne!(*tests, [""; 0], "{row}");
        for test in *tests {
            let (file, name) = test.split_once(' ').unwrap();
            let text = fs::read_to_string(top().join(file)).unwrap();
            let there = text.contains(&format!("#[test]\nfn {name}()"))
                || text.contains(&format!("    #[test]\n    fn {name}("))
                || text.contains(&format!("\n    {name} \""));
            assert!(
                there || text.contains(&format!("    fn {name}(")),
                "{row}: {test}"
            );
        }
    }
}
