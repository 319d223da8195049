//! Lists of logs with their SHA-256: what `sha256sum` writes, and the digest files of CloudTrail.
//!
//! Knows texts; whether the logs are there and what is in them is the business of whoever reads them.

use crate::time::{Time, parse_rfc3339};
use serde_json::Value;

/// A log that should be there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// Its path, or the end of it.
    pub name: String,
    /// 64 hexadecimal digits, in lower case.
    pub sha256: String,
    /// What they are the SHA-256 of.
    pub of: Of,
    /// From when to when it tells, if that is said.
    pub period: Option<(Time, Time)>,
}

/// What a SHA-256 is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Of {
    /// Of the file as it is.
    Stored,
    /// Of what is packed in it.
    Decompressed,
}

/// The logs that a list names.
///
/// # Errors
/// Says why it is no such list.
pub fn listed(text: &str) -> Result<Vec<Listed>, String> {
    match text.trim_start().starts_with('{') {
        true => digest(text),
        false => lines(text),
    }
}

/// `9f86…  name`, as `sha256sum` writes it; of bytes it has `*` before the name.
fn lines(text: &str) -> Result<Vec<Listed>, String> {
    let mut all = Vec::new();
    for (number, line) in (1..).zip(text.lines()) {
        if line.trim().is_empty() || line.starts_with('#') {
            continue;
        }
        let (sha256, name) = line.split_once([' ', '\t']).unwrap_or((line, ""));
        let name = name.trim().trim_start_matches('*');
        let Some(sha256) = hexadecimal(sha256).filter(|_| !name.is_empty()) else {
            return Err(format!("line {number} is no SHA-256 with a name"));
        };
        all.push(Listed {
            name: name.to_owned(),
            sha256,
            of: Of::Stored,
            period: None,
        });
    }
    Ok(all)
}

/// `{"digestStartTime":…,"digestEndTime":…,"logFiles":[{"s3Object":…,"hashValue":…,"hashAlgorithm":"SHA-256"}]}`.
fn digest(text: &str) -> Result<Vec<Listed>, String> {
    let digest: Value = serde_json::from_str(text).map_err(|_| "it is no JSON".to_owned())?;
    let files = digest.get("logFiles").and_then(Value::as_array);
    let files = files.ok_or("it has no list `logFiles`")?;
    let time = |key: &str| parse_rfc3339(digest.get(key)?.as_str()?).ok();
    let period = time("digestStartTime").zip(time("digestEndTime"));
    let each = (1..).zip(files).map(|(number, file)| {
        let text = |key: &str| file.get(key).and_then(Value::as_str);
        let sha256 = text("hashValue").and_then(hexadecimal);
        let known = text("hashAlgorithm").is_none_or(|name| name == "SHA-256");
        match (text("s3Object"), sha256) {
            (Some(name), Some(sha256)) if known => Ok(Listed {
                name: name.to_owned(),
                sha256,
                of: Of::Decompressed,
                period,
            }),
            _ => Err(format!(
                "file {number} of `logFiles` has no `s3Object`, or no SHA-256 in `hashValue`"
            )),
        }
    });
    each.collect()
}

fn hexadecimal(text: &str) -> Option<String> {
    let is_one = text.len() == 64 && text.bytes().all(|b| b.is_ascii_hexdigit());
    is_one.then(|| text.to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_of_both_kinds_are_read_and_others_refused() {
        let sha = "0A".repeat(32);
        let text = format!("# made at night\n{sha}  a.jsonl\n\n{sha} *b/c d.gz\n");
        let names = |all: Vec<Listed>| -> Vec<(String, String)> {
            all.into_iter().map(|one| (one.name, one.sha256)).collect()
        };
        let low = sha.to_lowercase();
        let pair = |name: &str| (name.to_owned(), low.clone());
        assert_eq!(
            names(listed(&text).unwrap()),
            [pair("a.jsonl"), pair("b/c d.gz")]
        );
        let digest = format!(
            "{{\"digestStartTime\":\"2026-03-02T00:00:00Z\",\"digestEndTime\":\"2026-03-02T01:00:00Z\",\"logFiles\":[{{\"s3Object\":\"AWSLogs/1/x.json.gz\",\"hashValue\":\"{sha}\",\"hashAlgorithm\":\"SHA-256\"}}]}}"
        );
        let all = listed(&digest).unwrap();
        assert_eq!(all[0].of, Of::Decompressed);
        assert!(all[0].period.is_some());
        assert_eq!(names(all), [pair("AWSLogs/1/x.json.gz")]);
        for (text, wrong) in [
            (
                "abc  a.jsonl\n".to_owned(),
                "line 1 is no SHA-256 with a name",
            ),
            (sha.clone(), "line 1 is no SHA-256 with a name"),
            ("{".to_owned(), "it is no JSON"),
            ("{}".to_owned(), "it has no list `logFiles`"),
            (
                digest.replace("SHA-256", "MD5"),
                "file 1 of `logFiles` has no `s3Object`, or no SHA-256 in `hashValue`",
            ),
        ] {
            assert_eq!(listed(&text).unwrap_err(), wrong, "{text}");
        }
    }
}
