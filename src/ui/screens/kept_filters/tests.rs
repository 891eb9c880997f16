//! Keeping, using, renaming and deleting a filter by keys, and finding it in the palette.

use crossterm::event::KeyCode;

use crate::domain::view::kept_filter::KeptFilter;
use crate::domain::view::listing::Page;
use crate::domain::view::listing::{ListQuery, Sort, View};
use crate::ui::message::{Effect, ListEffect, ListMessage, Message, SessionEffect, SessionMessage};
use crate::ui::screens::testing::{Console, rows, ticket};

const SMALL: (u16, u16) = (80, 24);

fn late() -> KeptFilter {
    let words = "单位:新建村 超期".to_owned();
    KeptFilter { name: "新建村要催的".to_owned(), words, view: View::All, sort: Sort::Number }
}

fn knowing(kept: Vec<KeptFilter>) -> Console {
    let mut console = Console::listing(SMALL, rows(1, 3));
    console.app.tell(&Message::Session(SessionMessage::Filters(kept)));
    console
}

fn query(effects: &[Effect]) -> ListQuery {
    let asked = effects.iter().find_map(|effect| {
        if let Effect::Lists(ListEffect::Page(_, query) | ListEffect::Overview(_, query)) = effect {
            Some(query.clone())
        } else {
            None
        }
    });
    asked.unwrap_or_else(|| panic!("{effects:?}"))
}

#[test]
fn the_filter_in_force_is_kept_under_a_name() {
    let mut console = knowing(Vec::new());
    console.press("f");
    console.line("还没有存下的筛选。在收件箱按 / 筛选，留下后按 f 存下来。");
    console.key(KeyCode::Esc);
    console.press("/超期");
    let asked = console.key(KeyCode::Enter);
    let page = Page { rows: rows(1, 2), total: Some(2), at_top: true, at_bottom: true };
    console.app.tell(&Message::Lists(ListMessage::Page(ticket(&asked), page)));
    console.press("f");
    assert!(console.line("（存下现在的筛选）").contains("超期"));
    console.key(KeyCode::Enter);
    assert_eq!(console.key(KeyCode::Enter), []);
    console.line("请给它起个名字");
    console.press("晚的");
    let kept = KeptFilter {
        name: "晚的".to_owned(),
        words: "超期".to_owned(),
        view: View::Today,
        sort: Sort::Urgency,
    };
    let asked = console.key(KeyCode::Enter);
    assert_eq!(asked, [Effect::Session(SessionEffect::KeepFilter(Box::new(kept.clone())))]);
    console.line("已存下“晚的”，在收件箱按 f 再用。");
    console.app.tell(&Message::Session(SessionMessage::Filters(vec![kept])));
    assert!(console.lacks("（存下现在的筛选）"), "it is kept already");
    console.line("晚的");
}

#[test]
fn a_kept_filter_is_used_with_its_view_and_order() {
    let mut console = knowing(vec![late()]);
    console.press("f");
    let line = console.line("新建村要催的");
    assert!(line.contains("单位:新建村 超期") && line.ends_with("全部"), "{line}");
    let asked = query(&console.key(KeyCode::Enter));
    assert_eq!((asked.view, asked.sort, asked.filter.terms.len()), (View::All, Sort::Number, 2));
    console.line("筛选 单位:新建村 超期");
}

#[test]
fn it_is_renamed_and_deleted_and_each_is_told() {
    let mut console = knowing(vec![late(), KeptFilter { name: "重点".to_owned(), ..late() }]);
    console.press("fe");
    console.line("新名字：新建村要催的");
    for _ in 0..6 {
        console.key(KeyCode::Backspace);
    }
    console.press("重点");
    assert_eq!(console.key(KeyCode::Enter), []);
    console.line("已经有叫“重点”的");
    console.press("村");
    let (from, to) = ("新建村要催的".to_owned(), "重点村".to_owned());
    assert_eq!(console.key(KeyCode::Enter), [Effect::Session(SessionEffect::RenameFilter { from, to })]);
    console.press("D");
    console.line("删去常用筛选“新建村要催的”（单位:新建村 超期）？");
    assert_eq!(console.key(KeyCode::Esc), []);
    console.press("D");
    let asked = console.key(KeyCode::Enter);
    assert_eq!(asked, [Effect::Session(SessionEffect::DropFilter("新建村要催的".to_owned()))]);
    console.line("已删去常用筛选“新建村要催的”。");
}

#[test]
fn the_palette_finds_a_kept_filter_by_its_name() {
    let mut console = knowing(vec![late()]);
    console.press(":");
    console.press("xjcycd");
    console.line("新建村要催的");
    let asked = query(&console.key(KeyCode::Enter));
    assert_eq!((asked.view, asked.sort), (View::All, Sort::Number));
}
