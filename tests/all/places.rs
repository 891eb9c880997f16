//! How many files know of a screen: what a new one costs.

use crate::sources::{names, sources};
use crate::tidy::{SHARED_BY_SCREENS, members};

/// A screen that is opened by its name alone is written in its own file and in the table; one that is opened with
/// something at hand is named once more, where it is opened.
#[test]
fn a_screen_is_named_in_its_own_file_and_in_one_table() {
    const TABLE: &str = "src/ui/screens/mod.rs";
    const OPENING: &str = "src/ui/app/go.rs";
    const FORMS: &str = "src/ui/app/forms.rs";
    const MEETINGS: &str = "src/ui/app/meeting.rs";
    const DISCLOSURES: &str = "src/ui/app/disclosure.rs";
    let opened_with_something = [
        "act",
        "batch",
        "bulletin",
        "case_detail",
        "disclosure",
        "disclosures",
        "help",
        "inbox",
        "kept_filters",
        "leave",
        "meeting",
        "menu",
        "old_drafts",
        "paper",
        "saving",
        "set_up",
        "settings",
    ];
    let all = sources(&["src"]);
    for screen in members("src/ui/screens", SHARED_BY_SCREENS) {
        let (file, folder) = (format!("src/ui/screens/{screen}.rs"), format!("src/ui/screens/{screen}/"));
        let naming: Vec<&str> = all
            .iter()
            .filter(|source| source.path != file && !source.path.starts_with(&folder))
            .filter(|source| {
                (source.path == TABLE && names(&source.code, &format!("mod {screen}")))
                    || names(&source.code, &format!("screens::{screen}"))
                    || names(&source.code, &format!("super::{screen}"))
            })
            .map(|source| source.path.as_str())
            .filter(|path| path.starts_with("src/ui/") && !path.contains("/tests"))
            .collect();
        let is_handed = opened_with_something.contains(&screen.as_str());
        let expected: &[&str] = match (is_handed, screen.as_str()) {
            // The form of an act is opened for a case or the town, for a meeting, and for a record of disclosure.
            (true, "act") => &[DISCLOSURES, FORMS, MEETINGS, TABLE],
            (true, _) => &[OPENING, TABLE],
            (false, _) => &[TABLE],
        };
        assert_eq!(naming, expected, "{screen}");
    }
}
