//! Policy sets as they stood at a git revision.

use crate::harness::{Ran, exeat};
use std::fs;
use std::path::Path;
use std::process::Command;
use tempfile::TempDir;

const POLICY: &str = "role support\n\nrule few {\n    allow role support to export any/*\n    when  rows <= 100\n}\n";

fn git(folder: &Path, args: &[&str]) {
    let ran = Command::new("git")
        .args(["-c", "user.name=ann", "-c", "user.email=ann@mail.example"])
        .args([
            "-c",
            "init.defaultBranch=main",
            "-c",
            "commit.gpgsign=false",
        ])
        .args(args)
        .current_dir(folder)
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .output()
        .unwrap();
    assert!(ran.status.success(), "{args:?}: {ran:?}");
}

fn write(folder: &Path, name: &str, text: &str) {
    let path = folder.join(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

/// A repository whose first commit has a small cap, and whose working copy a larger one.
fn repository() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    git(folder.path(), &["init", "-q"]);
    write(
        folder.path(),
        "access/exeat.toml",
        "policies = [\"rules\"]\n",
    );
    write(folder.path(), "access/rules/few.exeat", POLICY);
    git(folder.path(), &["add", "."]);
    git(folder.path(), &["commit", "-q", "-m", "first"]);
    write(
        folder.path(),
        "access/rules/few.exeat",
        &POLICY.replace("100", "200"),
    );
    folder
}

fn diff(folder: &Path, args: &[&str]) -> Ran {
    let common = ["--now", "2026-03-02", "--output", "short"];
    exeat(&folder.join("access"), &[&["diff"], args, &common].concat())
}

#[test]
fn a_revision_against_what_is_there_now() {
    let folder = repository();
    let ran = diff(folder.path(), &["HEAD"]);
    assert_eq!(
        (ran.code, ran.stdout.as_str()),
        (
            1,
            "rules/few.exeat:5:11: error[new-access]: `few` lets `role support` export more\n"
        ),
        "{}",
        ran.stderr
    );
    git(folder.path(), &["commit", "-q", "-a", "-m", "second"]);
    let ran = diff(folder.path(), &["HEAD"]);
    assert_eq!((ran.code, ran.stdout.as_str()), (0, ""), "{}", ran.stderr);
    let ran = diff(folder.path(), &["HEAD^", "HEAD"]);
    assert_eq!(
        ran.stdout,
        "HEAD:rules/few.exeat:5:11: error[new-access]: `few` lets `role support` export more\n"
    );
    // A branch that is called like a path is taken by its whole name.
    let ran = diff(folder.path(), &["refs/heads/main~1", "rules"]);
    assert_eq!(ran.code, 1, "{}", ran.stderr);
}

#[test]
fn what_is_neither_a_path_nor_a_revision() {
    let folder = repository();
    let ran = diff(folder.path(), &["no-such"]);
    assert_eq!(
        (ran.code, ran.stderr.as_str()),
        (
            2,
            "exeat: `no-such` is neither a path here nor a revision that git knows\n"
        )
    );
    let ran = diff(folder.path(), &["--", "-q"]);
    assert_eq!(ran.code, 2, "{}", ran.stdout);
    let outside = tempfile::tempdir().unwrap();
    write(outside.path(), "access/policies/few.exeat", POLICY);
    let ran = diff(outside.path(), &["main"]);
    assert_eq!(
        (ran.code, ran.stderr.as_str()),
        (
            2,
            "exeat: `main` is no path here, and no revision: this folder is in no git repository\n"
        )
    );
}

#[test]
fn a_link_is_not_followed_in_a_revision() {
    let folder = repository();
    let rules = folder.path().join("access/rules");
    #[cfg(unix)]
    std::os::unix::fs::symlink("few.exeat", rules.join("other.exeat")).unwrap();
    fs::remove_file(rules.join("few.exeat")).unwrap();
    write(folder.path(), "access/rules/few.exeat", POLICY);
    git(folder.path(), &["add", "."]);
    git(folder.path(), &["commit", "-q", "-m", "link"]);
    let ran = diff(folder.path(), &["HEAD"]);
    assert_eq!(
        (ran.code, ran.stderr.as_str()),
        (
            2,
            "exeat: cannot read `HEAD:rules/other.exeat`: it is a symbolic link, which is not followed in a revision\n"
        )
    );
}
