//! A small town, its cases and a console on a terminal in memory, for the tests of screens.

use std::sync::Arc;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use crate::actions::next_step::next_code;
use crate::actions::{self, Answers, perform};
use crate::domain::calendar::Calendar;
use crate::domain::case::Case;
use crate::domain::code::Coded as _;
use crate::domain::desk::Desk;
use crate::domain::event::Recorded;
use crate::domain::event::evolve;
use crate::domain::figures::safe::{Pace, SafeDay, Usual};
use crate::domain::ids::{CaseId, ChainPlace, PersonId, UnitId};
use crate::domain::time::Moment;
use crate::domain::town::former_names::FormerNames;
use crate::domain::town::org::{Org, Person, Unit};
use crate::domain::town::rights::Waiting;
use crate::domain::town::settings::Settings;
use crate::domain::view::detail::{CaseDetail, HistoryLine};
use crate::domain::view::listing::{ClockReading, Counts, ListRow, Page, Rank, RowKey, View};
use crate::domain::words::Group;
use crate::domain::words::{Position, UnitKind};
use crate::ui::app::App;
use crate::ui::input::Input;
use crate::ui::keys::Keys;
use crate::ui::message::{Effect, ListEffect, ListMessage, Message, Ticket, TownMessage};
use crate::ui::screens::Around;
use crate::ui::theme::Theme;
use crate::ui::widgets::testing::draw;

fn person(id: i64, name: &str, positions: &[Position], unit: Option<i64>) -> Person {
    Person {
        id: PersonId(id),
        name: name.to_owned(),
        login: None,
        unit: unit.map(UnitId),
        positions: positions.to_vec(),
        leads: Vec::new(),
        contacts: Vec::new(),
        active: true,
    }
}

/// 建胜镇 on Monday 2026-11-23, 张三 at the desk.
pub fn desk(sandbox: bool) -> Desk {
    let units =
        [("镇纪委", UnitKind::Commission), ("经济发展办", UnitKind::Section), ("新建村", UnitKind::Village)];
    let org = Org {
        town: "建胜镇".to_owned(),
        district: "大渡口区".to_owned(),
        units: (1..)
            .zip(units)
            .map(|(id, (name, kind))| Unit { id: UnitId(id), name: name.to_owned(), kind, active: true })
            .collect(),
        delegations: Vec::new(),
        former: FormerNames::default(),
        waiting: Waiting::default(),
        people: vec![
            person(1, "张三", &[Position::CommissionOperator], None),
            person(2, "李敏", &[Position::DisciplineSecretary], None),
            person(3, "王芳", &[Position::Handler], Some(3)),
        ],
    };
    Desk {
        actor: org.people[0].clone(),
        org: Arc::new(org),
        calendar: Arc::new(Calendar::embedded()),
        settings: Arc::new(Settings::default()),
        templates: Arc::default(),
        now: Moment::parse("2026-11-23 10:30").unwrap(),
        sandbox,
        read_only: None,
        by_sudo: false,
        scarce_space_mb: None,
        copies: None,
        holding: Arc::default(),
    }
}

/// A case and the events that made it.
pub struct Told {
    pub case: Case,
    pub events: Vec<Recorded>,
}

/// Performs actions on a new case as the office would, at the given moments.
pub fn told(id: i64, steps: &[(&str, &str, Answers)]) -> Told {
    let mut desk = desk(false);
    let mut told = Told { case: Case::unborn(CaseId(id), format!("2026-{id:04}")), events: Vec::new() };
    for (at, code, answers) in steps {
        desk.now = Moment::parse(at).unwrap();
        let action = act(code);
        let outcome = perform(action, &told.case, answers, &desk.context()).unwrap();
        for event in outcome.events {
            let recorded = Recorded {
                seq: told.case.seq + 1,
                place: ChainPlace::NEXT,
                at: desk.now,
                actor: desk.actor.id,
                on_behalf_of: outcome.on_behalf_of,
                action: (*code).to_owned(),
                origin: String::new(),
                hash: String::new(),
                event,
            };
            evolve(&mut told.case, &recorded);
            told.events.push(recorded);
        }
    }
    told
}

/// The act with this code.
pub fn act(code: &str) -> &'static actions::Act {
    actions::find(code).unwrap()
}

/// A complaint as registered on a day of November.
pub fn registered(day: u32, title: &str) -> (String, &'static str, Answers) {
    let at = format!("2026-11-{day:02} 09:00");
    let answers = Answers::none()
        .with("title", title)
        .with("content", "村里低保评定后没有张贴名单，问了几次也没有答复。")
        .with("complained_at", at.clone())
        .with("received_at", at.clone())
        .with("village", "新建村");
    (at, "register", answers)
}

fn readings(case: &Case, desk: &Desk) -> Vec<ClockReading> {
    case.clocks
        .iter()
        .map(|clock| ClockReading {
            clock: clock.clone(),
            remaining: clock.remaining(desk.today(), &desk.calendar),
            level: clock.level(desk.today(), &desk.settings, &desk.calendar),
        })
        .collect()
}

/// The case as the read gate would lay it open.
pub fn detail(told: &Told) -> CaseDetail {
    let desk = desk(false);
    let history = told.events.iter().map(|recorded| HistoryLine {
        seq: recorded.seq,
        place: recorded.place,
        at: recorded.at,
        act_on: recorded.event.act_on(),
        actor: Some(recorded.actor),
        on_behalf_of: recorded.on_behalf_of,
        action: recorded.action.clone(),
        summary: recorded.event.sentence(&desk.org),
        hash: String::new(),
    });
    CaseDetail {
        case: told.case.clone(),
        history: history.collect(),
        clocks: readings(&told.case, &desk),
        repeats: Vec::new(),
        leading: None,
        disclosures: Vec::new(),
        usual: Vec::new(),
        safe: safe_day(&told.case, &desk),
    }
}

/// The case as a line of a list.
pub fn row(case: &Case) -> ListRow {
    let desk = desk(false);
    ListRow {
        key: RowKey { rank: Rank::Number(case.id.0), id: case.id },
        id: case.id,
        case_no: case.case_no.clone(),
        platform_no: None,
        title: case.title.text().to_owned(),
        stage: case.stage,
        kind: case.kind,
        route: case.route,
        unit: case.unit,
        field: case.field,
        village: case.village.clone(),
        key_matters: Vec::new(),
        received_at: case.received_at,
        complainant: None,
        clocks: readings(case, &desk),
        next_step: next_code(case).map(str::to_owned),
        waits_for: case.waits_for(&desk.org),
        repeat_of: None,
        mirrored: Vec::new(),
        unmirrored: case.unmirrored(),
        group: None,
        is_new: false,
        to_sign: false,
        returned: case.returned().map(|(document, person)| (document.kind, person)),
        asks_extension: case.asks_extension(),
        awaits_word_since: case.awaits_word_since(),
        step: case.present_step().map(|step| step.step),
        safe: safe_day(case, &desk),
        chased: None,
    }
}

/// The latest safe day in an office that finished no step yet.
fn safe_day(case: &Case, desk: &Desk) -> Option<SafeDay> {
    let usual = Usual { pace: &Pace::default(), settings: &desk.settings, calendar: &desk.calendar };
    usual.safe_day(case.present_step()?.step, case.kind, case.running_clock()?)
}

/// Rows numbered from `first`, all received on one day.
pub fn rows(first: i64, count: i64) -> Vec<ListRow> {
    let (at, code, answers) = registered(18, "村道硬化工程质量问题");
    let sample = row(&told(1, &[(&at, code, answers)]).case);
    (first..first + count)
        .map(|id| ListRow {
            key: RowKey { rank: Rank::Number(id), id: CaseId(id) },
            id: CaseId(id),
            case_no: format!("2026-{id:04}"),
            ..sample.clone()
        })
        .collect()
}

/// What screens may look at before anything was read.
pub fn around() -> Around {
    Around { columns: 80, ..Around::new(Theme::plain(), Keys::default()) }
}

/// A console with a terminal of a given size.
pub struct Console {
    pub app: App,
    size: (u16, u16),
}

impl Console {
    /// Before any message.
    pub fn silent(size: (u16, u16)) -> Self {
        let mut app = App::new(Theme::plain(), Keys::default(), "s".to_owned());
        app.handle(Input::Resize(size.0, size.1));
        Self { app, size }
    }

    /// With a list of these rows, complete.
    pub fn listing(size: (u16, u16), rows: Vec<ListRow>) -> Self {
        let mut console = Self::silent(size);
        let asked = console.app.tell(&Message::Town(TownMessage::Desk(Box::new(desk(false)))));
        let total = u64::try_from(rows.len()).unwrap();
        let page = Page { rows, total: Some(total), at_top: true, at_bottom: true };
        console.app.tell(&Message::Lists(ListMessage::Page(ticket(&asked), page)));
        console.app.tell(&Message::Lists(ListMessage::Counts(Counts {
            views: View::ALL.iter().map(|view| (*view, total)).collect(),
            groups: vec![(Group::Mine, total)],
            fresh: 0,
        })));
        console.screen();
        console
    }

    /// A key by its character.
    pub fn press(&mut self, letters: &str) -> Vec<Effect> {
        letters.chars().flat_map(|c| self.key(KeyCode::Char(c))).collect()
    }

    /// Any other key.
    pub fn key(&mut self, code: KeyCode) -> Vec<Effect> {
        self.app.handle(Input::Key(KeyEvent::new(code, KeyModifiers::NONE)))
    }

    /// A letter with Ctrl.
    pub fn ctrl(&mut self, c: char) -> Vec<Effect> {
        self.app.handle(Input::Key(KeyEvent::new(KeyCode::Char(c), KeyModifiers::CONTROL)))
    }

    /// The lines on the screen, without spaces at their ends.
    pub fn screen(&mut self) -> Vec<String> {
        let (columns, rows) = self.size;
        let (lines, _) = draw(columns, rows, |frame| self.app.draw(frame));
        lines.into_iter().map(|line| line.trim_end().to_owned()).collect()
    }

    /// The first line that holds these words; the whole screen is shown when there is none.
    pub fn line(&mut self, words: &str) -> String {
        let screen = self.screen();
        let found = screen.iter().find(|line| line.contains(words)).cloned();
        found.unwrap_or_else(|| panic!("没有“{words}”：\n{}", screen.join("\n")))
    }

    /// Whether the words stand nowhere on the screen.
    pub fn lacks(&mut self, words: &str) -> bool {
        self.screen().iter().all(|line| !line.contains(words))
    }
}

/// The ticket of the list that was asked for.
pub fn ticket(effects: &[Effect]) -> Ticket {
    let asked = effects.iter().find_map(|effect| {
        if let Effect::Lists(ListEffect::Page(ticket, _) | ListEffect::Overview(ticket, _)) = effect {
            Some(*ticket)
        } else {
            None
        }
    });
    asked.unwrap_or_else(|| panic!("没有要列表：{effects:?}"))
}
