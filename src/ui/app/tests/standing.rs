//! What stands under the header on every screen: how far the copies elsewhere lag behind, beside whatever else holds for
//! everything done there.

use super::{LARGE, SMALL, complaint, laid_open};
use crate::domain::copies::Lag;
use crate::domain::desk::Desk;
use crate::domain::ids::CaseId;
use crate::domain::time::{Date, Moment};
use crate::domain::view::listing::Alert;
use crate::domain::words::{AlertLevel, ClockKind};
use crate::ui::message::{ListMessage, Message, TownMessage};
use crate::ui::screens::testing::desk;
use crate::ui::text;

const HOURS: i64 = 60;
const DAYS: i64 = 24 * HOURS;

/// The first two lines with a reminder waiting and a case open, which leaves them the least room.
fn top(size: (u16, u16), desk: Desk) -> [String; 2] {
    let mut console = laid_open(&complaint(7), size);
    console.app.tell(&Message::Town(TownMessage::Desk(Box::new(desk))));
    let alert = Alert {
        id: 4,
        case_id: CaseId(7),
        case_no: "2026-0007".to_owned(),
        title: "低保评定未公示名单".to_owned(),
        clock: ClockKind::Triage,
        level: AlertLevel::Overdue,
        due_on: Date::constant(2026, 11, 20),
        raised_at: Moment::UNIX_EPOCH,
    };
    console.app.tell(&Message::Lists(ListMessage::Alerts(vec![alert])));
    let screen = console.screen();
    let top = [screen[0].clone(), screen[1].clone()];
    for line in &top {
        assert!(text::width(line) <= usize::from(size.0), "{line}");
    }
    assert!(top[0].contains("提醒!1") && top[0].contains("11-23"), "{}", top[0]);
    top
}

fn with(copies: Lag, sandbox: bool) -> Desk {
    Desk { copies: Some(copies), ..desk(sandbox) }
}

#[test]
fn how_far_the_copies_lag_behind_stands_on_every_screen() {
    for size in [SMALL, LARGE] {
        for (lag, words) in [
            (Lag::Abreast, "异地副本已跟上"),
            (Lag::Minutes(12), "异地副本落后12分钟"),
            (Lag::Minutes(3 * HOURS), "异地副本落后3小时，请管理员检查"),
            (Lag::Minutes(2 * DAYS), "!异地副本落后2天，请管理员检查"),
            (Lag::Unseen, "!看不到异地副本，请管理员检查"),
        ] {
            let [_, standing] = top(size, with(lag, false));
            assert!(standing.contains(words), "{size:?} {standing}");
            assert!(standing.contains("2026-0007"), "where one is stands beside it: {standing}");
        }
    }
}

#[test]
fn an_alarm_about_the_copies_gives_way_to_nothing() {
    for lag in [Lag::Unseen, Lag::Minutes(40 * DAYS)] {
        let crowded = Desk { by_sudo: true, scarce_space_mb: Some(120), ..with(lag, true) };
        let [_, standing] = top(SMALL, crowded.clone());
        assert!(standing.contains(&lag.shown()), "{standing}");
        let [_, standing] = top(LARGE, crowded);
        assert!(standing.contains(&lag.shown()) && standing.contains("演练库"), "{standing}");
        assert!(standing.contains("磁盘只剩120MB"), "{standing}");
    }
    // What is as it should be is said where there is room for it.
    let crowded = Desk { by_sudo: true, scarce_space_mb: Some(120), ..with(Lag::Abreast, true) };
    let [_, standing] = top(SMALL, crowded);
    assert!(standing.contains("演练库") && !standing.contains("异地副本"), "{standing}");
}

#[test]
fn where_no_copies_are_kept_nothing_is_said_of_them() {
    let [_, standing] = top(SMALL, desk(false));
    assert!(!standing.contains("副本"), "{standing}");
}
