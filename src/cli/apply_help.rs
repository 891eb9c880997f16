//! `ydt help apply`: every command with its fields and an example, read from the table of actions.

use std::fmt::Write as _;

use crate::actions::field::words;
use crate::actions::{ACTS, Act, Field, FieldKind, Names, Word};
use crate::domain::code::Coded as _;
use crate::domain::town::setting_key::SettingKey;

const HEAD: &str = "\
按 JSON 行执行办件命令

  ydt apply 文件      从文件读，每行一个 JSON 对象；写 - 或不写文件即从标准输入读
  --keep-going        遇到不能办的跳过，接着办后面的
  --atomic            全部办成才保存，有一条不能办就全部不办

每行写：case（哪一件）、command（命令）和该命令的各项内容。研判会的命令写 meeting（哪次会，如 \"m3\"），会上的某一件写在 case 里。
case 可以写本镇编号 \"2026-0001\"、平台编号、{\"platform_no\":\"…\"}，或 \"$last\"（上一行的那一件）；登记投诉和全镇事项（授权代签、设置、单位和人员、节假日安排、提醒）不写 case。
演练库可以加 \"as\":\"登录名\"，以这个人的身份办理。书面审签可以写成 \"on_paper\":{\"signer\":\"…\",\"date\":\"…\"}。
每行输出一个结果：{\"line\":1,\"ok\":true,\"case\":\"2026-0001\",\"stage\":\"acceptance\",\"events\":[…]}
或 {\"line\":1,\"ok\":false,\"refusal\":{\"code\":\"missing_signature\",\"message\":\"…\"}}。
退出码：0 全部办成，4 有不能办的，5 有读不懂的行。

命令：
";

/// The whole text.
pub(super) fn text() -> String {
    ACTS.iter().fold(HEAD.to_owned(), |mut text, action| {
        describe(action, &mut text);
        text
    })
}

/// An example line that can be pasted into `ydt apply`.
pub(super) fn example(action: &Act) -> String {
    let begins = action.on_meeting().is_ok_and(|on| on.begins);
    let case = match action.on_meeting() {
        Ok(_) if begins => "",
        Ok(_) => "\"meeting\":\"$last\",",
        Err(_) if action.on_disclosure().is_ok_and(|on| !on.begins) => "\"disclosure\":\"$last\",",
        Err(_) if action.is_on_case_menu() => "\"case\":\"$last\",",
        Err(_) => "",
    };
    let fields = action.example.trim().trim_start_matches('{').trim_end_matches('}').trim();
    let comma = if fields.is_empty() { "" } else { "," };
    format!("{{{case}\"command\":\"{}\"{comma}{fields}}}", action.code)
}

// Writing to a string cannot fail, so the results are dropped.
fn describe(action: &Act, text: &mut String) {
    let _ = writeln!(text, "\n{}  {}：{}", action.code, action.label(), action.questions.summary);
    for field in action.fields() {
        let needed = match (field.required, field.needed) {
            (true, _) => "必填",
            (false, "") => "可不填",
            (false, condition) => condition,
        };
        let _ = write!(text, "    {}  {}（{needed}，{}）", field.name, field.label, kind(field));
        let _ = if field.hint.is_empty() { writeln!(text) } else { writeln!(text, "  {}", field.hint) };
    }
    let _ = writeln!(text, "    例：{}", example(action));
}

fn kind(field: &Field) -> String {
    match field.kind {
        FieldKind::Line => "文字".to_owned(),
        FieldKind::People(Names::Several) => "姓名或登录名，用顿号分开".to_owned(),
        FieldKind::Prose => "文字，可分段".to_owned(),
        FieldKind::Choice(words) => format!("选一：{}", choices(&words())),
        FieldKind::Setting => format!("选一：{}", choices(&words::<SettingKey>())),
        FieldKind::Several(words) => format!("可选多个：{}", choices(&words())),
        FieldKind::Unit([]) => "单位名称".to_owned(),
        FieldKind::Unit(kinds) => {
            let kinds: Vec<&str> = kinds.iter().map(|kind| kind.label()).collect();
            format!("单位名称：{}", kinds.join("、"))
        }
        FieldKind::Person(None) | FieldKind::People(Names::One) => "姓名或登录名".to_owned(),
        FieldKind::Person(Some(position)) => format!("{}的姓名或登录名", position.label()),
        FieldKind::Date => "日期，2026-03-05".to_owned(),
        FieldKind::Moment => "时间，2026-03-05 14:20".to_owned(),
        FieldKind::Count => "整数".to_owned(),
        FieldKind::Flag => "true 或 false".to_owned(),
        FieldKind::Case => "投诉件编号，2026-0012".to_owned(),
        FieldKind::Cases => "投诉件编号，可写多个".to_owned(),
        FieldKind::Alert => "提醒的序号".to_owned(),
        FieldKind::File(form) if form.is_named() => "文件的路径".to_owned(),
        FieldKind::File(_) => "整个文件的内容，作为一个文字".to_owned(),
    }
}

fn choices(words: &[Word]) -> String {
    let words: Vec<String> = words.iter().map(|word| format!("{} {}", word.code, word.label)).collect();
    words.join("、")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_command_stands_in_the_help_with_an_example_that_is_read() {
        let text = text();
        for action in ACTS {
            let line = super::super::apply_line::read(&example(action)).unwrap();
            assert_eq!(line.command, action.code);
            let mut answers = line.answers.clone();
            assert_eq!(answers.take("meeting").is_some(), action.on_meeting().is_ok_and(|on| !on.begins));
            let is_on_disclosure = action.on_disclosure().is_ok();
            let names_one = action.on_disclosure().is_ok_and(|on| !on.begins);
            assert_eq!(answers.take("disclosure").is_some(), names_one);
            let is_answer = action.on_meeting().is_ok() || is_on_disclosure;
            line.case.iter().for_each(|_| answers.set("case", if is_answer { "1" } else { "" }));
            assert!(answers.check(action.fields()).is_ok(), "{}", action.code);
            assert!(text.contains(&example(action)) && text.contains(action.label()));
            assert!(action.fields().iter().all(|field| text.contains(field.name)));
        }
    }
}
