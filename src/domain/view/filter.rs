//! Filter words: `单位:新建村 剩余<3 超期 低保`. Reading them never fails on free text; a word with a colon that is
//! not understood is refused in a sentence, so that a typing error doesn't silently show everything.

use crate::domain::case::stage::Stage;
use crate::domain::code::Coded;
use crate::domain::ids::UnitId;
use crate::domain::refusal::Refusal;
use crate::domain::text::signs::half_width;
use crate::domain::time::Date;
use crate::domain::words::{CaseKind, ClockLevel, DecidedBy, Group, MatterField, Route};

/// One condition; all conditions of a filter must hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Term {
    /// The words stand in title, content, respondent, numbers; or letters are the initials of the title.
    Text(String),
    /// Handling or proposed unit whose name contains this.
    Unit(String),
    /// Village whose name contains this.
    Village(String),
    Stage(Stage),
    Kind(CaseKind),
    Field(MatterField),
    Route(Route),
    /// Working days left compared with a number.
    Remaining(Comparison, i32),
    /// Day of receipt compared with a day.
    Received(Comparison, Date),
    /// Due day of the running limit compared with a day.
    Due(Comparison, Date),
    /// Level of the running limit of an open case.
    Level(ClockLevel),
    Open,
    /// Will be late if the steps ahead take as long as they usually do: the latest safe day has come, the due day not.
    Pressing,
    /// A rule proposes something that the person who looks may issue or has to answer.
    Chased,
    /// Open without a running limit.
    WithoutClock,
    /// The due day of a running limit is provisional.
    Provisional,
    /// Exactly this unit; `None` when no unit is decided. Figures of the dashboard use it.
    HeldBy(Option<UnitId>),
    /// Whoever has to act now has this name: a unit, a signer, a position, or the complainant.
    InHandOf(String),
    /// Past the due day.
    Overdue,
    /// An application for an extension waits for its signatures.
    ExtensionAsked,
    /// A document was returned and has to be written anew.
    Returned,
    /// Any key-matter flag.
    KeyMatter,
    /// Standing there for the person who looks.
    In(Group),
    /// Assessed in this way.
    DecidedBy(DecidedBy),
    /// One of these numbers of ours: the cases behind a figure.
    Numbered(Vec<String>),
}

/// The word for [`Term::Chased`].
pub const CHASED: &str = "该发该复";

/// How a value is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Comparison {
    Less,
    AtMost,
    Equal,
    AtLeast,
    Greater,
}

/// Conditions that all must hold; none lets everything through.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    pub terms: Vec<Term>,
}

impl Filter {
    /// Reads filter words; full-width twins of `:` `<` `>` `=` and the ideographic space work too.
    ///
    /// # Errors
    /// `invalid_value` naming the word and what can be written there.
    pub fn parse(text: &str) -> Result<Self, Refusal> {
        let terms = text.split_whitespace().map(read_term).collect::<Result<Vec<Term>, Refusal>>()?;
        Ok(Self { terms })
    }

    /// The words that a row may show because of this filter: those of free text and of names.
    #[must_use]
    pub fn shown_words(&self) -> Vec<&str> {
        let shown = self.terms.iter().filter_map(|term| match term {
            Term::Text(word) | Term::Unit(word) | Term::Village(word) | Term::InHandOf(word) => {
                Some(word.as_str())
            }
            Term::Stage(_)
            | Term::Kind(_)
            | Term::Field(_)
            | Term::Route(_)
            | Term::Remaining(..)
            | Term::Received(..)
            | Term::Due(..)
            | Term::Level(_)
            | Term::Open
            | Term::Pressing
            | Term::Chased
            | Term::WithoutClock
            | Term::Provisional
            | Term::HeldBy(_)
            | Term::Overdue
            | Term::ExtensionAsked
            | Term::Returned
            | Term::KeyMatter
            | Term::In(_)
            | Term::DecidedBy(_)
            | Term::Numbered(_) => None,
        });
        shown.collect()
    }

    /// Whether everything passes.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.terms.is_empty()
    }
}

fn read_term(word: &str) -> Result<Term, Refusal> {
    let plain: String = word.chars().map(half_width).collect();
    match plain.as_str() {
        "超期" => return Ok(Term::Overdue),
        "临期" => return Ok(Term::Level(ClockLevel::Approaching)),
        "今日到期" => return Ok(Term::Level(ClockLevel::DueToday)),
        "时限正常" => return Ok(Term::Level(ClockLevel::Ok)),
        "在办" => return Ok(Term::Open),
        "将超期" => return Ok(Term::Pressing),
        CHASED => return Ok(Term::Chased),
        "无时限" => return Ok(Term::WithoutClock),
        "暂定" => return Ok(Term::Provisional),
        "单位未定" => return Ok(Term::HeldBy(None)),
        "延期审批中" => return Ok(Term::ExtensionAsked),
        "退回的" | "被退回" => return Ok(Term::Returned),
        "重点" => return Ok(Term::KeyMatter),
        // What one person decided alone is for the next meeting.
        "待上会" => return Ok(Term::DecidedBy(DecidedBy::Operator)),
        "我的" | "我来办" => return Ok(Term::In(Group::Mine)),
        "要催的" => return Ok(Term::In(Group::ToUrge)),
        "等群众" | "等群众评价" => return Ok(Term::In(Group::AwaitingWord)),
        "等别人" => return Ok(Term::In(Group::Others)),
        _ => {}
    }
    if let Some((name, value)) = plain.split_once(':') {
        return named(name, value, word);
    }
    if let Some((name, comparison, value)) = compared(&plain) {
        return measured(name, comparison, value, word);
    }
    Ok(Term::Text(word.to_owned()))
}

/// Words that can be written, for whoever is typing: those of the list that the last word names, else all of them.
#[must_use]
pub fn words_to_write(typed: &str) -> String {
    let last: String = typed.chars().rev().take_while(|c| !c.is_whitespace()).collect();
    let last: String = last.chars().rev().map(|c| if c == '：' { ':' } else { c }).collect();
    let listed = last.split_once(':').and_then(|(name, _)| match name {
        "阶段" => Some(labels::<Stage>()),
        "类别" => Some(labels::<CaseKind>()),
        "领域" => Some(labels::<MatterField>()),
        "途径" | "路径" => Some(labels::<Route>()),
        "研判" => Some(labels::<DecidedBy>()),
        _ => None,
    });
    listed.unwrap_or_else(|| {
        "单位: 在手: 阶段: 类别: 领域: 途径: 村: 剩余<3 到期= 收到> 超期 今日到期 将超期 退回的 重点 我来办 要催的 等群众 等别人"
            .to_owned()
    })
}

fn labels<T: Coded>() -> String {
    T::ALL.iter().map(|choice| choice.label()).collect::<Vec<_>>().join(" ")
}

fn named(name: &str, value: &str, word: &str) -> Result<Term, Refusal> {
    if value.is_empty() {
        return Err(Refusal::unreadable(word, "还没有写完：请在冒号后写要查的内容。"));
    }
    match name {
        "单位" => Ok(Term::Unit(value.to_owned())),
        "在手" => Ok(Term::InHandOf(value.to_owned())),
        "村" | "村社区" => Ok(Term::Village(value.to_owned())),
        "阶段" => pick(word, value).map(Term::Stage),
        "类别" => pick(word, value).map(Term::Kind),
        "领域" => pick(word, value).map(Term::Field),
        "途径" | "路径" => pick(word, value).map(Term::Route),
        "研判" => pick(word, value).map(Term::DecidedBy),
        _ => Err(Refusal::unreadable(
            word,
            "看不懂：冒号前可写 单位、在手、村、阶段、类别、领域、途径、研判；要查带冒号的文字请去掉冒号。",
        )),
    }
}

/// The word of a list whose label begins with or contains what was typed, or whose code it is.
fn pick<T: Coded>(word: &str, value: &str) -> Result<T, Refusal> {
    T::from_code(value)
        .or_else(|| T::from_label(value))
        .or_else(|| T::ALL.iter().copied().find(|choice| choice.label().starts_with(value)))
        .or_else(|| T::ALL.iter().copied().find(|choice| choice.label().contains(value)))
        .ok_or_else(|| {
            let choices: Vec<&str> = T::ALL.iter().map(|choice| choice.label()).collect();
            Refusal::unreadable(word, &format!("没有这一类，可写：{}。", choices.join("、")))
        })
}

fn compared(plain: &str) -> Option<(&str, Comparison, &str)> {
    const SIGNS: [(&str, Comparison); 7] = [
        ("<=", Comparison::AtMost),
        (">=", Comparison::AtLeast),
        ("≤", Comparison::AtMost),
        ("≥", Comparison::AtLeast),
        ("<", Comparison::Less),
        (">", Comparison::Greater),
        ("=", Comparison::Equal),
    ];
    SIGNS
        .iter()
        .find_map(|(sign, comparison)| plain.split_once(sign).map(|(name, value)| (name, *comparison, value)))
}

fn measured(name: &str, comparison: Comparison, value: &str, word: &str) -> Result<Term, Refusal> {
    match name {
        "剩余" => value
            .trim_end_matches('天')
            .parse()
            .map(|days| Term::Remaining(comparison, days))
            .map_err(|_| Refusal::unreadable(word, "看不懂：请写成 剩余<3 这样的天数。")),
        "收到" => value
            .parse()
            .map(|day| Term::Received(comparison, day))
            .map_err(|_| Refusal::unreadable(word, "看不懂：请写成 收到>2026-10-01 这样的日期。")),
        "到期" => value
            .parse()
            .map(|day| Term::Due(comparison, day))
            .map_err(|_| Refusal::unreadable(word, "看不懂：请写成 到期=2026-10-15 这样的日期。")),
        _ => Ok(Term::Text(word.to_owned())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_documented_filter_word_is_read() {
        let filter = Filter::parse(
            "单位:新建村 阶段:办理 类别:咨询　领域：民政 剩余<3 收到>2026-10-01 超期 将超期 重点 我的 低保",
        )
        .unwrap();
        assert_eq!(
            filter.terms,
            vec![
                Term::Unit("新建村".into()),
                Term::Stage(Stage::Handling),
                Term::Kind(CaseKind::Consultation),
                Term::Field(MatterField::CivilAffairs),
                Term::Remaining(Comparison::Less, 3),
                Term::Received(Comparison::Greater, Date::constant(2026, 10, 1)),
                Term::Overdue,
                Term::Pressing,
                Term::KeyMatter,
                Term::In(Group::Mine),
                Term::Text("低保".into()),
            ]
        );
    }

    #[test]
    fn a_mistyped_word_is_refused_by_name_instead_of_showing_everything() {
        for (text, named) in [
            ("阶段:审计", "阶段:审计"),
            ("剩余<三", "剩余<三"),
            ("部门:民政", "部门:民政"),
            ("单位:", "单位:"),
            ("阶段：", "阶段："),
            ("收到>昨天", "收到>昨天"),
        ] {
            assert!(Filter::parse(text).unwrap_err().message.contains(named));
        }
    }

    #[test]
    fn comparisons_are_read_in_every_way_they_are_typed() {
        use Comparison::{AtLeast, AtMost, Equal, Greater, Less};
        for (sign, comparison) in [
            ("<", Less),
            ("＜", Less),
            ("<=", AtMost),
            ("≤", AtMost),
            ("=", Equal),
            ("＝", Equal),
            (">=", AtLeast),
            ("≥", AtLeast),
            (">", Greater),
        ] {
            let wide = Filter::parse(&format!("剩余{sign}－２天")).unwrap();
            assert_eq!(wide.terms, [Term::Remaining(comparison, -2)], "{sign}");
            let filter = Filter::parse(&format!("剩余{sign}-2天")).unwrap();
            assert_eq!(filter.terms, [Term::Remaining(comparison, -2)], "{sign}");
        }
    }

    #[test]
    fn every_word_of_a_list_is_found_by_code_label_and_beginning() {
        for stage in Stage::ALL {
            for text in [stage.code(), stage.label()] {
                assert_eq!(Filter::parse(&format!("阶段:{text}")).unwrap().terms, [Term::Stage(*stage)]);
            }
        }
        for text in ["研判:operator", "研判：单独", "待上会"] {
            assert_eq!(Filter::parse(text).unwrap().terms, [Term::DecidedBy(DecidedBy::Operator)], "{text}");
        }
        assert_eq!(Filter::parse("途径:镇纪委").unwrap().terms, [Term::Route(Route::Commission)]);
        assert_eq!(Filter::parse("领域:三资").unwrap().terms, [Term::Field(MatterField::CollectiveAssets)]);
    }

    #[test]
    fn whoever_types_is_told_the_words_of_the_list_that_was_named() {
        assert!(words_to_write("").contains("剩余<3"));
        assert!(words_to_write("超期 领域：民").contains("民政"));
        assert!(words_to_write("阶段:").contains(Stage::Handling.label()));
        for word in words_to_write("").split_whitespace().filter(|word| !word.ends_with([':', '=', '>'])) {
            let read = Filter::parse(word).unwrap();
            assert!(!matches!(read.terms.as_slice(), [Term::Text(_)]), "{word} means what it says");
        }
    }

    #[test]
    fn anything_else_is_text_to_look_for_and_nothing_lets_everything_through() {
        assert_eq!(Filter::parse("低保>补贴").unwrap().terms, [Term::Text("低保>补贴".into())]);
        assert!(Filter::parse(" 　 ").unwrap().is_empty());
    }
}
