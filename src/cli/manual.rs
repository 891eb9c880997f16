//! `ydt help`: the chapters of the manual, the commands, and the generated list of what `ydt apply` takes.

use std::io::Write;

use super::exit::{Exit, Failure};
use super::out::Out;
use super::{apply_help, chinese};
use crate::ui::manual::{CHAPTERS, Chapter};
use crate::ui::text;

pub(super) fn run<W: Write>(topic: Option<&str>, out: &mut Out<W>) -> Result<Exit, Failure> {
    let Some(topic) = topic else {
        out.raw(&contents())?;
        return Ok(Exit::Done);
    };
    let text = match (topic, Chapter::find(topic)) {
        ("apply", _) => apply_help::text(),
        (_, Some(chapter)) => chapter.text.to_owned(),
        (_, None) => command_help(topic).ok_or_else(|| {
            let known: Vec<&str> = CHAPTERS.iter().map(|chapter| chapter.topic).collect();
            Failure::usage(format!("没有“{topic}”这个主题；可看 apply、{}，或任一命令。", known.join("、")))
        })?,
    };
    out.raw(&text)?;
    Ok(Exit::Done)
}

fn contents() -> String {
    let mut lines = vec!["说明的主题（ydt help 主题）：".to_owned()];
    lines.extend(
        CHAPTERS.iter().map(|chapter| format!("  {}{}", text::pad(chapter.topic, 12), chapter.title())),
    );
    lines.push(format!("  {}按 JSON 行办件的全部命令", text::pad("apply", 12)));
    lines.push("命令的写法：ydt --help，或 ydt help 命令。\n".to_owned());
    lines.join("\n")
}

fn command_help(topic: &str) -> Option<String> {
    let mut command = chinese::command();
    command.find_subcommand_mut(topic).map(|found| found.render_help().to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(topic: &str) -> Result<String, Failure> {
        let mut bytes = Vec::new();
        run(Some(topic), &mut Out::to(&mut bytes)).map(|_| String::from_utf8(bytes).unwrap())
    }

    #[test]
    fn every_chapter_is_listed_and_printed_as_the_console_shows_it() {
        for chapter in CHAPTERS {
            assert!(contents().contains(chapter.topic) && contents().contains(chapter.title()));
            assert_eq!(told(chapter.topic).unwrap(), chapter.text);
        }
    }

    #[test]
    fn a_command_is_a_topic_and_an_unknown_one_is_refused() {
        assert!(told("list").unwrap().contains("--view"));
        assert!(told("apply").unwrap().contains("record_finding"));
        assert_eq!(told("天气").unwrap_err().exit(), Exit::Usage);
    }
}
