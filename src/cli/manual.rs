//! `ydt help`: the chapters of the manual, the commands, and the generated list of what `ydt apply` takes.

use std::io::Write;

use super::exit::{Exit, Failure};
use super::out::Out;
use super::{apply_help, chinese};
use crate::ui::text;

/// A chapter of `assets/manual`.
struct Chapter {
    topic: &'static str,
    title: &'static str,
    text: &'static str,
}

const CHAPTERS: [Chapter; 8] = [
    Chapter { topic: "start", title: "第一次使用", text: include_str!("../../assets/manual/start.md") },
    Chapter { topic: "cases", title: "查件和办件", text: include_str!("../../assets/manual/cases.md") },
    Chapter {
        topic: "import", title: "导入平台文件", text: include_str!("../../assets/manual/import.md")
    },
    Chapter {
        topic: "calendar",
        title: "工作日和时限",
        text: include_str!("../../assets/manual/calendar.md"),
    },
    Chapter {
        topic: "settings", title: "全镇设置", text: include_str!("../../assets/manual/settings.md")
    },
    Chapter { topic: "watch", title: "提醒和通知", text: include_str!("../../assets/manual/watch.md") },
    Chapter { topic: "org", title: "单位和人员", text: include_str!("../../assets/manual/org.md") },
    Chapter {
        topic: "verify", title: "核验和退出码", text: include_str!("../../assets/manual/verify.md")
    },
];

pub(super) fn run<W: Write>(topic: Option<&str>, out: &mut Out<W>) -> Result<Exit, Failure> {
    let Some(topic) = topic else {
        out.raw(&contents())?;
        return Ok(Exit::Done);
    };
    let chapter = CHAPTERS.iter().find(|chapter| chapter.topic == topic || chapter.title == topic);
    let text = match (topic, chapter) {
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
    lines.push(format!("  {}按 JSON 行办件的全部命令", text::pad("apply", 12)));
    lines.extend(
        CHAPTERS.iter().map(|chapter| format!("  {}{}", text::pad(chapter.topic, 12), chapter.title)),
    );
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

    #[test]
    fn every_file_of_the_manual_is_a_topic_and_every_topic_is_listed() {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/manual");
        let mut files: Vec<String> = folder
            .read_dir()
            .unwrap()
            .filter_map(|entry| {
                entry.unwrap().file_name().to_str()?.strip_suffix(".md").map(ToOwned::to_owned)
            })
            .collect();
        files.sort();
        let mut topics: Vec<&str> = CHAPTERS.iter().map(|chapter| chapter.topic).collect();
        topics.sort_unstable();
        assert_eq!(files, topics);
        assert!(topics.iter().all(|topic| contents().contains(topic)));
    }

    #[test]
    fn a_command_is_a_topic_and_an_unknown_one_is_refused() {
        let told = |topic: &str| {
            let mut bytes = Vec::new();
            run(Some(topic), &mut Out::to(&mut bytes)).map(|_| String::from_utf8(bytes).unwrap())
        };
        assert!(told("list").unwrap().contains("--view"));
        assert!(told("apply").unwrap().contains("record_finding"));
        assert_eq!(told("天气").unwrap_err().exit(), Exit::Usage);
    }
}
