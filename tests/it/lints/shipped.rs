//! The policy sets that are shipped are clean, as they are and without a directory.

use super::page::Files;
use super::world::World;
use crate::harness::top;

fn files(folder: &str, files: &mut Files) {
    for entry in std::fs::read_dir(top().join(folder)).unwrap().flatten() {
        let name = entry.file_name().into_string().unwrap();
        if name.ends_with(".exeat") || name.ends_with(".csv") {
            files.insert(name, std::fs::read_to_string(entry.path()).unwrap());
        }
    }
}

#[test]
fn the_shipped_policies_are_clean() {
    let mut set = Files::new();
    files("policies", &mut set);
    assert!(set.len() > 5, "{set:?}");
    let alone = World::with_tables(&set);
    files("policies/directory", &mut set);
    let whole = World::with_tables(&set);
    for world in [alone, whole] {
        assert!(world.set.rules.len() > 5 && !world.set.tests.is_empty());
        let shown = world.lint().shown;
        let shown: Vec<String> = shown.iter().map(|d| world.short(d)).collect();
        assert_eq!(shown, [""; 0]);
    }
}
