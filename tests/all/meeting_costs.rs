//! What a meeting costs while it is held: the case in hand is read, of the others a title each.

use ydt::domain::view::meeting::{MeetingDetail, OnAgenda};

use crate::meetings::{meet, prepared};
use crate::town::Town;

/// How many cases were read whole, and the titles as they are shown.
fn read(detail: &MeetingDetail) -> (usize, Vec<String>) {
    let cases = || detail.cases.iter().flatten();
    (cases().filter_map(OnAgenda::whole).count(), cases().map(|case| case.title().to_owned()).collect())
}

#[test]
fn while_a_meeting_is_held_the_case_in_hand_alone_is_read_whole_and_nothing_shown_is_another() {
    let mut town = Town::new();
    for n in 1..=12 {
        town.complaint(&format!("李桂芳反映第{n}事"));
    }
    let meeting = prepared(&mut town).meeting;
    let looked = town.office.look_at_meeting(meeting, town.now).unwrap();
    assert_eq!(read(&looked).0, 0, "nothing is in hand yet");
    meet(&mut town, "zhangning", Some(meeting), "meeting_run", &[]).unwrap();
    meet(&mut town, "zhangning", Some(meeting), "meeting_call", &[("case", "2026-0003")]).unwrap();
    let looked = town.office.look_at_meeting(meeting, town.now).unwrap();
    let whole = town.office.open_meeting(meeting, town.now).unwrap();
    assert_eq!((read(&looked).0, read(&whole).0), (1, 12));
    assert_eq!(looked.cases.iter().position(|case| case.as_ref().unwrap().whole().is_some()), Some(2));
    assert_eq!(read(&looked).1, read(&whole).1, "the titles are the same, who complains masked");
    assert!(read(&looked).1.iter().all(|title| !title.contains("李桂芳")), "{:?}", read(&looked).1);
    assert_eq!((looked.meeting, looked.history), (whole.meeting, whole.history));
}

#[test]
fn whoever_was_in_the_room_without_sight_of_a_case_is_shown_no_more_and_no_less_than_before() {
    let mut town = Town::new();
    for n in 1..=3 {
        town.complaint(&format!("第{n}事"));
    }
    let meeting = prepared(&mut town).meeting;
    for login in ["zhangning", "zhoumin", "liufang", "hezhiqiang"] {
        town.office.act_as(login).unwrap();
        let titles = |detail: Result<MeetingDetail, _>| detail.ok().map(|detail| read(&detail).1);
        let looked = titles(town.office.look_at_meeting(meeting, town.now));
        assert_eq!(looked, titles(town.office.open_meeting(meeting, town.now)), "{login}");
    }
}
