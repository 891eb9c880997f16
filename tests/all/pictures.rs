//! The pictures of the manual and the README are drawn by the program itself: the practice town at a fixed moment,
//! keys pressed, the screen written as SVG. `YDT_PICTURES=1 cargo test pictures` draws them anew.

mod svg;

use std::sync::Arc;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::Buffer;
use ydt::domain::time::Moment;
use ydt::domain::view::filter::Filter;
use ydt::domain::view::listing::{From, ListQuery, Sort, View};
use ydt::office::{CaseName, Office, Practice};
use ydt::ui::app::App;
use ydt::ui::input::Input;
use ydt::ui::keys::Keys;
use ydt::ui::message::{
    CaseEffect, CaseMessage, DraftEffect, DraftMessage, Effect, FigureEffect, FigureMessage, FiguresTold,
    ListEffect, ListMessage, Message, TownMessage,
};
use ydt::ui::theme::{Theme, Widths};

/// A Monday on which the practice town has overdue, due and approaching cases like on any other day.
pub const NOW: &str = "2026-11-23 10:30";
/// The smallest terminal, the one of the README, and a projector's; what stands behind the name of a file.
const SIZES: [((u16, u16), &str); 3] = [((80, 24), "-80x24"), ((120, 36), ""), ((200, 60), "-200x60")];

/// A picture: its file, who sits at the console, what is pressed, a word that has to be on it.
pub struct Picture {
    pub file: &'static str,
    title: &'static str,
    login: &'static str,
    keys: &'static [Press],
    shows: &'static str,
}

pub enum Press {
    Keys(&'static str),
    Key(KeyCode),
    /// By a title that only one case has.
    Case(&'static str),
}
use Press::{Case, Key, Keys as Letters};

pub const PICTURES: &[Picture] = &[
    Picture { file: "inbox", title: "收件箱", login: "zhoumin", keys: &[], shows: "我来办" },
    Picture {
        file: "case",
        title: "案件概要",
        login: "zhoumin",
        keys: &[Case("刘家坝社区集体门面低价出租")],
        shows: "投诉内容",
    },
    Picture {
        file: "documents",
        title: "文书和审签",
        login: "zhoumin",
        keys: &[Case("刘家坝社区还建点门牌号混乱"), Key(KeyCode::Tab)],
        shows: "文书",
    },
    Picture {
        file: "clocks",
        title: "时限和它的由来",
        login: "zhoumin",
        keys: &[Case("刘家坝社区集体门面低价出租"), Key(KeyCode::Tab), Key(KeyCode::Tab), Key(KeyCode::Tab)],
        shows: "到期",
    },
    Picture {
        file: "actions",
        title: "办理动作：能办的有数字，其余可查原因",
        login: "zhoumin",
        keys: &[Case("刘家坝社区集体门面低价出租"), Letters("a")],
        shows: "办理动作",
    },
    Picture {
        file: "form",
        title: "研判表单",
        login: "zhoumin",
        keys: &[Case("刘家坝社区公益性岗位三个月未发工资"), Letters("ayp"), Key(KeyCode::Enter)],
        shows: "研判",
    },
    Picture {
        file: "approvals",
        title: "审批：等我审签的文书和它所依据的事项",
        login: "luojingan",
        keys: &[Letters("2")],
        shows: "审批",
    },
    Picture {
        file: "dashboard",
        title: "时限：在办各件的总览",
        login: "zhoumin",
        keys: &[Letters("3")],
        shows: "时限",
    },
    Picture {
        file: "figures",
        title: "统计：本月的各项指标",
        login: "zhoumin",
        keys: &[Letters("6")],
        shows: "上期结转",
    },
    Picture {
        file: "settings", title: "设置：单位", login: "zhoumin", keys: &[Letters("7")], shows: "单位"
    },
    Picture {
        file: "posts",
        title: "设置：岗位由谁担任",
        login: "zhoumin",
        keys: &[Letters("7"), Key(KeyCode::Tab), Key(KeyCode::Tab)],
        shows: "由谁担任",
    },
    Picture { file: "palette", title: "命令", login: "zhoumin", keys: &[Letters(":zb")], shows: "转办" },
    Picture {
        file: "alerts", title: "时限提醒", login: "zhoumin", keys: &[Letters("!")], shows: "提醒"
    },
    Picture {
        file: "calendar", title: "工作日历", login: "zhoumin", keys: &[Letters("3c")], shows: "年"
    },
    Picture {
        file: "help", title: "这里能用的键", login: "zhoumin", keys: &[Letters("?")], shows: "帮助"
    },
];

/// A console on an office, without threads and without a terminal.
struct Console {
    app: App,
    office: Office,
    now: Moment,
}

impl Console {
    fn open(office: Office, size: (u16, u16), now: Moment, theme: Theme) -> Self {
        let mut app = App::new(theme, Keys::default(), "picture".to_owned());
        app.handle(Input::Resize(size.0, size.1));
        app.handle(Input::Drawn(Widths::Narrow));
        let mut console = Self { app, office, now };
        let desk = console.office.desk(now);
        console.tell(&Message::Town(TownMessage::Desk(Box::new(desk))));
        console.office.sweep(now).unwrap();
        let alerts = console.office.alerts().unwrap();
        console.tell(&Message::Lists(ListMessage::Alerts(alerts)));
        console
    }

    fn tell(&mut self, message: &Message) {
        let effects = self.app.tell(message);
        self.answer(effects);
    }

    fn input(&mut self, code: KeyCode) {
        let effects = self.app.handle(Input::Key(KeyEvent::new(code, KeyModifiers::NONE)));
        self.answer(effects);
    }

    fn press(&mut self, press: &Press) {
        match press {
            Letters(letters) => letters.chars().for_each(|c| self.input(KeyCode::Char(c))),
            Key(code) => self.input(*code),
            Case(title) => {
                let number = self.number_of(title);
                self.input(KeyCode::Char(':'));
                number.chars().for_each(|c| self.input(KeyCode::Char(c)));
                self.input(KeyCode::Enter);
            }
        }
    }

    /// Numbers change with the practice town, titles don't.
    fn number_of(&self, title: &str) -> String {
        let query = ListQuery {
            view: View::All,
            filter: Filter::parse(title).unwrap(),
            sort: Sort::Urgency,
            from: From::Top,
            limit: 2,
        };
        let page = self.office.list(&query, self.now).unwrap();
        assert_eq!(page.rows.len(), 1, "{title}");
        page.rows[0].case_no.clone()
    }

    /// Answers what only reads; a picture changes nothing.
    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "whatever else is asked for is no matter of a picture"
    )]
    fn answer(&mut self, effects: Vec<Effect>) {
        for effect in effects {
            let message = match effect {
                Effect::Lists(ListEffect::Page(ticket, query)) => {
                    Message::Lists(ListMessage::Page(ticket, self.office.list(&query, self.now).unwrap()))
                }
                Effect::Lists(ListEffect::Overview(ticket, query)) => {
                    let overview = self.office.overview(&query, self.now).unwrap();
                    self.tell(&Message::Lists(ListMessage::Page(ticket, overview.page)));
                    self.tell(&Message::Lists(ListMessage::ApprovalsWaiting(overview.approvals_waiting)));
                    Message::Lists(ListMessage::Counts(overview.counts))
                }
                Effect::Lists(ListEffect::Approvals(query)) => Message::Lists(ListMessage::Approvals(
                    query.after,
                    self.office.approvals(&query, self.now).unwrap(),
                )),
                Effect::Case(CaseEffect::Open(id)) => {
                    Message::Case(CaseMessage::Read(Box::new(self.office.open_case(id, self.now).unwrap())))
                }
                Effect::Case(CaseEffect::OpenNumbered(number)) => {
                    let id = self.office.find_case(&CaseName::Number(number), self.now).unwrap();
                    Message::Case(CaseMessage::Read(Box::new(self.office.open_case(id, self.now).unwrap())))
                }
                Effect::Lists(ListEffect::Dashboard) => {
                    Message::Lists(ListMessage::Dashboard(Box::new(self.office.dashboard(self.now).unwrap())))
                }
                Effect::Figures(FigureEffect::Compare(asked)) => {
                    let grounds = self.office.figure_grounds(self.now).unwrap();
                    let (reader, is_whole_town) =
                        (self.office.desk(self.now).actor.id, grounds.is_whole_town);
                    let told = FiguresTold { reader, figures: grounds.compared(asked), is_whole_town };
                    Message::Figures(FigureMessage::Compared(Arc::new(told)))
                }
                Effect::Drafts(DraftEffect::Load(key)) => {
                    Message::Drafts(DraftMessage::Kept { key, kept: None })
                }
                _ => continue,
            };
            self.tell(&message);
        }
    }
}

/// The number of a sheet is made with the town's own key, which is another for each town; the pictures show one.
fn with_one_number(svg: &str) -> String {
    match svg.split_once(">B1-") {
        Some((before, after)) => {
            let rest: String = after.chars().skip("3670e6e4".len()).collect();
            format!("{before}>B1-3670e6e4{rest}")
        }
        None => svg.to_owned(),
    }
}

/// What stands on the screen behind the last key.
pub fn screen_of(picture: &Picture, size: (u16, u16), path: &std::path::Path, theme: Theme) -> Buffer {
    let now = Moment::parse(NOW).unwrap();
    let mut office = Office::open(path, "zhoumin", "picture").unwrap();
    office.act_as(picture.login).unwrap();
    let mut console = Console::open(office, size, now, theme);
    // On paper that is new each time: a frame sends only what changed, and here nobody joins it to the one before.
    let draw = |console: &mut Console| {
        let mut terminal = Terminal::new(TestBackend::new(size.0, size.1)).unwrap();
        terminal.draw(|frame| console.app.draw(frame)).unwrap();
        terminal.backend().buffer().clone()
    };
    let mut screen = draw(&mut console);
    for press in picture.keys {
        console.press(press);
        screen = draw(&mut console);
    }
    screen
}

fn drawn(picture: &Picture, size: (u16, u16), path: &std::path::Path) -> String {
    let screen = screen_of(picture, size, path, Theme::colour());
    let svg = with_one_number(&svg::picture(&screen, picture.title));
    assert!(svg.contains(picture.shows), "{}: nothing of “{}” on it", picture.file, picture.shows);
    svg
}

#[test]
fn the_pictures_show_what_the_program_draws() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ydt.db");
    let now = Moment::parse(NOW).unwrap();
    drop(Office::create_practice(&path, "zhoumin", Practice::Busy, "picture", now).unwrap());
    let kept = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/pictures");
    let mut stale = Vec::new();
    let every = PICTURES.iter().flat_map(|picture| SIZES.map(|(size, ending)| (picture, size, ending)));
    for (picture, size, ending) in every {
        let name = format!("{}{ending}", picture.file);
        let file = kept.join(format!("{name}.svg"));
        let svg = drawn(picture, size, &path);
        if std::env::var_os("YDT_PICTURES").is_some() {
            std::fs::write(&file, svg).unwrap();
        } else if std::fs::read_to_string(&file).unwrap_or_default() != svg {
            stale.push(name);
        }
    }
    assert!(stale.is_empty(), "draw {stale:?} anew: YDT_PICTURES=1 cargo test pictures");
}
