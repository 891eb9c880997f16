//! Wrong command lines, each answered in one Chinese sentence.

use clap::error::{ContextKind, ContextValue, ErrorKind};

/// What was wrong with the command line and what to do, as one sentence.
#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "the library's list is open; what is new gets the general sentence"
)]
pub(super) fn sentence(error: &clap::Error) -> String {
    let said = |kind: ContextKind| error.get(kind).map(words).unwrap_or_default();
    let arg = option_name(&said(ContextKind::InvalidArg));
    let value = said(ContextKind::InvalidValue);
    match error.kind() {
        ErrorKind::InvalidSubcommand | ErrorKind::UnknownArgument
            if !said(ContextKind::InvalidSubcommand).is_empty() =>
        {
            let close = suggestion(&said(ContextKind::SuggestedSubcommand));
            format!("没有“{}”这个命令{close}；所有命令见 ydt --help。", said(ContextKind::InvalidSubcommand))
        }
        ErrorKind::UnknownArgument | ErrorKind::InvalidSubcommand => {
            let close = suggestion(&said(ContextKind::SuggestedArg));
            format!("不认识“{arg}”{close}；可用的选项在命令后加 --help 查看。")
        }
        ErrorKind::ValueValidation | ErrorKind::InvalidValue if value.is_empty() => {
            format!("“{arg}”后面要写内容；写法在命令后加 --help 查看。")
        }
        ErrorKind::ValueValidation | ErrorKind::InvalidValue => {
            let reason = std::error::Error::source(error).map_or_else(String::new, ToString::to_string);
            format!("“{arg}”写成了“{value}”：{reason}。")
        }
        ErrorKind::MissingRequiredArgument => {
            format!("还要写 {arg}；写法在命令后加 --help 查看。")
        }
        ErrorKind::MissingSubcommand | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            let known = said(ContextKind::ValidSubcommand);
            format!("还要写命令，可写 {known}；写法加 --help 查看。")
        }
        ErrorKind::ArgumentConflict => {
            let prior = option_name(&said(ContextKind::PriorArg));
            if prior == arg {
                format!("“{arg}”写了两次，只能写一次。")
            } else {
                format!("“{arg}”不能和“{prior}”一起用，请去掉一个。")
            }
        }
        ErrorKind::TooManyValues
        | ErrorKind::TooFewValues
        | ErrorKind::WrongNumberOfValues
        | ErrorKind::NoEquals => {
            format!("“{arg}”后面的内容个数不对；写法在命令后加 --help 查看。")
        }
        ErrorKind::InvalidUtf8 => "命令行里有不是 UTF-8 的字，看不懂；请检查终端的编码。".to_owned(),
        _ => "命令写法不对；写法见 ydt --help。".to_owned(),
    }
}

fn words(value: &ContextValue) -> String {
    if let ContextValue::Strings(texts) = value {
        texts.iter().map(|text| option_name(text)).collect::<Vec<_>>().join("、")
    } else {
        value.to_string()
    }
}

/// `--db <文件>` as `--db`, `<编号>` as `编号`.
fn option_name(shown: &str) -> String {
    let named = shown.split(" <").next().unwrap_or(shown);
    named.trim_start_matches(['<', '[']).trim_end_matches("...").trim_end_matches(['>', ']']).to_owned()
}

fn suggestion(close: &str) -> String {
    if close.is_empty() { String::new() } else { format!("，是不是“{close}”") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wrong_command_lines_are_told_in_chinese_by_name() {
        let table: [(&[&str], &str); 14] = [
            (&["ydt", "lisst"], "没有“lisst”这个命令，是不是“list”"),
            (&["ydt", "list", "--vieww", "x"], "不认识“--vieww”，是不是“--view”"),
            (&["ydt", "list", "--view", "x"], "“--view”写成了“x”：没有这个视图"),
            (&["ydt", "list", "--limit"], "“--limit”后面要写内容"),
            (&["ydt", "list", "more"], "不认识“more”"),
            (&["ydt", "show"], "还要写 编号"),
            (&["ydt", "import"], "还要写 文件"),
            (&["ydt", "init", "--town", "建胜镇"], "还要写 --district"),
            (&["ydt", "calendar"], "还要写命令，可写 due、show"),
            (&["ydt", "calendar", "due", "2026-02-30", "3"], "“日期”写成了“2026-02-30”：不是日期"),
            (&["ydt", "calendar", "due", "2026-02-11"], "还要写 天数"),
            (&["ydt", "apply", "--atomic", "--keep-going"], "不能和"),
            (&["ydt", "check", "--json", "--json"], "“--json”写了两次"),
            (&["ydt", "list", "--limit", "-3"], "“-3”"),
        ];
        for (line, expected) in table {
            let error = super::super::chinese::command().try_get_matches_from(line).unwrap_err();
            let sentence = sentence(&error);
            assert!(sentence.contains(expected), "{line:?}: {sentence} ({:?})", error.kind());
            assert!(!sentence.contains('\n') && sentence.ends_with('。'), "{sentence}");
        }
    }
}
