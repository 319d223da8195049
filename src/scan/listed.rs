//! Logs that a manifest lists: whether they are there, and are what it says.

use super::{Log, Scan};
use crate::digest::Sha;
use crate::logs::decompressed;
use crate::logs::manifest::{Listed, Of};
use std::collections::HashMap;
use std::io::{self, Read};

/// Those that are not there, or are not what they should be; with words for each.
pub fn missing<'l>(scan: &Scan<'_>, manifest: &'l [Listed]) -> Vec<(&'l Listed, String)> {
    let mut by_name: HashMap<&str, Vec<&Log<'_>>> = HashMap::new();
    for log in scan.logs {
        let last = parts(&log.name).next().unwrap_or_default();
        by_name.entry(last).or_default().push(log);
    }
    let mut listed: Vec<&Listed> = manifest.iter().collect();
    listed.sort_by(|a, b| (&a.name, &a.sha256).cmp(&(&b.name, &b.sha256)));
    listed.dedup();
    let wrong = listed.into_iter().filter_map(|one| {
        let last = parts(&one.name).next().unwrap_or_default();
        let named = by_name.get(last).into_iter().flatten();
        let log = named.copied().find(|log| is_end(&log.name, &one.name));
        let why = match log {
            None => "is not among the logs".to_owned(),
            Some(log) => match sha256(log, one.of) {
                Ok(sha256) if sha256 == one.sha256 => return None,
                Ok(_) => "is not what the manifest says: its SHA-256 is another".to_owned(),
                Err(_) => "cannot be read".to_owned(),
            },
        };
        Some((one, format!("`{}` of the manifest {why}", one.name)))
    });
    wrong.collect()
}

/// Folders and name, the last first.
fn parts(name: &str) -> impl Iterator<Item = &str> {
    name.rsplit(['/', '\\'])
        .filter(|part| !part.is_empty() && *part != ".")
}

/// Whether one of two paths ends as the other is.
fn is_end(one: &str, other: &str) -> bool {
    parts(one).zip(parts(other)).all(|(a, b)| a == b)
}

fn sha256(log: &Log<'_>, of: Of) -> io::Result<String> {
    let bytes = (log.open)()?;
    match of {
        Of::Stored => whole(bytes),
        Of::Decompressed => whole(decompressed(bytes)),
    }
}

fn whole(mut bytes: impl Read) -> io::Result<String> {
    let mut sha = Sha::default();
    let mut piece = vec![0; 64 * 1024];
    loop {
        let read = bytes.read(&mut piece)?;
        if read == 0 {
            return Ok(sha.hex());
        }
        sha.add(piece.get(..read).unwrap_or_default());
    }
}
