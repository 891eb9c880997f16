//! In which order a meeting looks at its cases, however they came onto its agenda.

use crate::meetings::{AT, meet, prepared};
use crate::town::Town;

#[test]
fn an_agenda_begins_with_what_was_deferred_whether_its_cases_were_named_or_not_and_a_change_keeps_its_order()
{
    let mut town = Town::new();
    let cases: Vec<_> = ["低保未公示", "路灯不亮", "水管漏水"].map(|title| town.complaint(title)).to_vec();
    let first = prepared(&mut town).meeting;
    meet(&mut town, "zhangning", Some(first), "meeting_run", &[]).unwrap();
    let second = [("case", "2026-0002"), ("left", "true")];
    meet(&mut town, "zhangning", Some(first), "meeting_call", &second).unwrap();
    let defer = [("case", "2026-0002"), ("defer", "true")];
    meet(&mut town, "zhangning", Some(first), "meeting_decide", &defer).unwrap();
    meet(&mut town, "zhangning", Some(first), "meeting_confirm", &[]).unwrap();
    let agenda = |town: &mut Town, meeting| {
        let detail = town.office.open_meeting(meeting, town.now).unwrap();
        detail.meeting.agenda.iter().map(|item| item.case).collect::<Vec<_>>()
    };
    let expected = [cases[1], cases[0], cases[2]];
    let all = prepared(&mut town).meeting;
    assert_eq!(agenda(&mut town, all), expected);
    let heading = [("at", AT), ("place", "三楼"), ("host", "周敏"), ("attendees", "何志强")];
    let named = [heading.as_slice(), &[("cases", "2026-0003、2026-0001、2026-0002")]].concat();
    let marked = meet(&mut town, "zhangning", None, "meeting_prepare", &named).unwrap().meeting;
    assert_eq!(agenda(&mut town, marked), expected);
    meet(&mut town, "zhangning", Some(marked), "meeting_change", &named).unwrap();
    assert_eq!(agenda(&mut town, marked), [cases[2], cases[0], cases[1]], "as whoever changes it wrote them");
}
