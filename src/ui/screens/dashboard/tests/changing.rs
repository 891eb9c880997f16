//! What becomes of the dashboard when something changes or a day goes by, and when one comes back to it.

use super::*;

#[test]
fn the_dashboard_is_read_again_when_anything_changes_and_the_place_stays() {
    let mut console = shown(NARROW);
    part(&mut console, 1);
    console.key(KeyCode::Down);
    assert!(
        console
            .app
            .tell(&Message::Session(SessionMessage::ChangedElsewhere))
            .contains(&Effect::Lists(ListEffect::Dashboard))
    );
    assert!(
        console
            .app
            .tell(&Message::Session(SessionMessage::Tick(Moment::parse("2026-11-23 10:31").unwrap())))
            .contains(&Effect::Lists(ListEffect::Dashboard))
    );
    console.app.tell(&Message::Lists(ListMessage::Dashboard(Box::new(dashboard()))));
    assert!(console.line("2026-0008").starts_with('>'));
    assert_eq!(console.key(KeyCode::Esc), []);
    assert!(
        !console
            .app
            .tell(&Message::Session(SessionMessage::ChangedElsewhere))
            .contains(&Effect::Lists(ListEffect::Dashboard))
    );
}

#[test]
fn from_a_case_the_pane_key_leads_back_to_the_same_part() {
    let mut console = shown(NARROW);
    part(&mut console, 1);
    console.key(KeyCode::Down);
    console.key(KeyCode::Enter);
    assert_eq!(console.press("3"), [Effect::Lists(ListEffect::Dashboard)]);
    console.line("[按级别 6]");
    assert!(console.line("2026-0008").starts_with('>'));
    console.press("1");
    console.line("[今日");
}

#[test]
fn the_bell_rings_once_for_a_new_alert_and_never_on_a_rest_day() {
    use crate::ui::app::App;
    use crate::ui::keys::Keys;
    use crate::ui::theme::Theme;
    let at = |time: &str, bell: bool| {
        let app = App::new(Theme::plain(), Keys::default(), "s".to_owned());
        let mut app = if bell { app.with_bell() } else { app };
        let mut desk = desk(false);
        desk.now = Moment::parse(time).unwrap();
        app.tell(&Message::Town(TownMessage::Desk(Box::new(desk))));
        (
            app.tell(&Message::Lists(ListMessage::Alerts(vec![alert()]))),
            app.tell(&Message::Lists(ListMessage::Alerts(vec![alert()]))),
        )
    };
    assert_eq!(at("2026-11-23 10:30", true), (vec![Effect::Terminal(TerminalEffect::Bell)], vec![]));
    assert_eq!(at("2026-11-23 10:30", false), (vec![], vec![]));
    for silent in ["2026-11-22 10:30", "2026-11-23 20:00", "2026-10-01 10:00"] {
        assert_eq!(at(silent, true), (vec![], vec![]), "{silent}");
    }
}
