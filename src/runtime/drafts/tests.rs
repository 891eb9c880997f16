//! Drafts on the disk: who can read them, what their names tell, and what becomes of damaged and large ones.

use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};

use super::*;
use crate::actions::Answers;

struct Place {
    _home: tempfile::TempDir,
    drafts: Drafts,
    folder: PathBuf,
}

fn place() -> Place {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("state/drafts");
    let drafts = opened(&folder, "secret");
    Place { _home: home, drafts, folder }
}

fn opened(folder: &Path, secret: &str) -> Drafts {
    let now = Moment::parse("2026-11-23 10:05").unwrap();
    let drafts = Drafts::new(folder.to_owned(), WallClock::starting_at(now));
    drafts.open(DraftSeal::of(secret.to_owned()).unwrap());
    drafts
}

fn draft(drafts: &Drafts, key: &str, text: &str) -> Draft {
    Draft::of(key, &[CaseId(12)], &Answers::none().with("text", text), drafts.now())
}

fn files(place: &Place) -> Vec<PathBuf> {
    place.folder.read_dir().unwrap().map(|entry| entry.unwrap().path()).collect()
}

#[test]
fn a_draft_is_private_and_its_name_tells_nothing() {
    let place = place();
    std::fs::create_dir_all(&place.folder).unwrap();
    std::fs::set_permissions(&place.folder, std::fs::Permissions::from_mode(0o755)).unwrap();
    place.drafts.keep(draft(&place.drafts, "7/12/supplement", "灯杆也歪了")).unwrap();
    place.drafts.keep(draft(&place.drafts, "7/12/supplement", "灯杆也歪了，请处理")).unwrap();
    let [file] = files(&place).try_into().unwrap();
    assert_eq!(file.metadata().unwrap().mode() & 0o777, 0o600);
    assert_eq!(place.folder.metadata().unwrap().mode() & 0o777, 0o700);
    let name = file.file_name().unwrap().to_str().unwrap();
    assert!(!name.contains("supplement") && !name.contains("12/") && name.len() == 64 + ".draft".len());
    let (answers, _) = place.drafts.find("7/12/supplement").unwrap().unwrap().content();
    assert_eq!(answers.raw("text"), Some("灯杆也歪了，请处理"));
}

#[test]
fn two_databases_share_a_folder_and_see_nothing_of_each_other() {
    let place = place();
    let other = opened(&place.folder, "another");
    place.drafts.keep(draft(&place.drafts, "7/12/supplement", "甲")).unwrap();
    assert_eq!(other.find("7/12/supplement"), Ok(None));
    assert_eq!((place.drafts.all().unwrap().len(), other.all().unwrap().len()), (1, 0));
    assert!(DraftSeal::of(String::new()).is_err(), "an empty key names nothing");
}

#[test]
fn a_damaged_draft_is_told_and_stops_nothing() {
    let place = place();
    place.drafts.keep(draft(&place.drafts, "7/12/supplement", "甲")).unwrap();
    let [file] = files(&place).try_into().unwrap();
    let whole = std::fs::read_to_string(&file).unwrap();
    let (half, _) = whole.split_once("kept_at").unwrap();
    let later = whole.replace("\"version\":1", "\"version\":99");
    for bytes in [half.as_bytes(), b"", b"\xff\xfe", later.as_bytes()] {
        std::fs::write(&file, bytes).unwrap();
        let told = place.drafts.find("7/12/supplement").unwrap_err();
        assert!(told.contains("读不出来") && told.ends_with('。'), "{told}");
        assert_eq!(place.drafts.all(), Ok(Vec::new()));
        let (waker, mut heard) = crate::runtime::wake::wakes();
        place.drafts.ask(DraftEffect::Load("7/12/supplement".to_owned()), &waker);
        assert!(matches!(
            heard.already_here(),
            Some(Wake::Message(Message::Drafts(DraftMessage::Trouble(_))))
        ));
    }
    place.drafts.keep(draft(&place.drafts, "7/12/supplement", "乙")).unwrap();
    assert!(place.drafts.find("7/12/supplement").unwrap().is_some());
}

#[test]
fn a_text_beyond_the_largest_is_answered_with_a_sentence_and_the_former_one_stays() {
    let place = place();
    place.drafts.keep(draft(&place.drafts, "7/12/supplement", "甲")).unwrap();
    let told = place.drafts.keep(draft(&place.drafts, "7/12/supplement", &"字".repeat(400_000))).unwrap_err();
    assert!(told.contains("1 MiB"), "{told}");
    let (answers, _) = place.drafts.find("7/12/supplement").unwrap().unwrap().content();
    assert_eq!((answers.raw("text"), files(&place).len()), (Some("甲"), 1));
}

#[test]
fn a_folder_that_cannot_be_written_is_told_in_a_sentence() {
    let place = place();
    std::fs::create_dir_all(place.folder.parent().unwrap()).unwrap();
    std::fs::write(&place.folder, b"a file in its place").unwrap();
    let told = place.drafts.keep(draft(&place.drafts, "7/12/supplement", "甲")).unwrap_err();
    assert!(told.contains("没有留存") && told.ends_with('。'), "{told}");
}

#[test]
fn a_dropped_draft_is_gone_and_dropping_it_again_is_no_fault() {
    let place = place();
    place.drafts.keep(draft(&place.drafts, "7/12/supplement", "甲")).unwrap();
    for _ in 0..2 {
        place.drafts.forget("7/12/supplement").unwrap();
        assert_eq!((place.drafts.find("7/12/supplement"), files(&place).len()), (Ok(None), 0));
    }
}

#[test]
fn a_folder_that_cannot_be_read_is_told_and_one_not_yet_made_is_empty() {
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(opened(&folder.path().join("later"), "secret").all(), Ok(Vec::new()));
    let file = folder.path().join("no folder");
    std::fs::write(&file, "").unwrap();
    assert!(opened(&file, "secret").all().unwrap_err().contains("读不出来"));
}
