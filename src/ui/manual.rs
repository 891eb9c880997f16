//! The manual: one Chinese file per chapter in `assets/manual`, shown by the console's help and printed by `ydt help`.

/// A chapter, which is a topic of help.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Chapter {
    /// What it is called on the command line; the name of its file.
    pub topic: &'static str,
    /// Its text: Markdown, no line wider than the smallest terminal shows, the first one `# ` and the title.
    pub text: &'static str,
}

/// Every chapter, in the order in which one reads them.
pub static CHAPTERS: &[Chapter] = &[
    Chapter { topic: "start", text: include_str!("../../assets/manual/start.md") },
    Chapter { topic: "inbox", text: include_str!("../../assets/manual/inbox.md") },
    Chapter { topic: "import", text: include_str!("../../assets/manual/import.md") },
    Chapter { topic: "triage", text: include_str!("../../assets/manual/triage.md") },
    Chapter { topic: "meetings", text: include_str!("../../assets/manual/meetings.md") },
    Chapter { topic: "proposal", text: include_str!("../../assets/manual/proposal.md") },
    Chapter { topic: "approval", text: include_str!("../../assets/manual/approval.md") },
    Chapter { topic: "recusal", text: include_str!("../../assets/manual/recusal.md") },
    Chapter { topic: "transfer", text: include_str!("../../assets/manual/transfer.md") },
    Chapter { topic: "handling", text: include_str!("../../assets/manual/handling.md") },
    Chapter { topic: "closing", text: include_str!("../../assets/manual/closing.md") },
    Chapter { topic: "attachments", text: include_str!("../../assets/manual/attachments.md") },
    Chapter { topic: "calendar", text: include_str!("../../assets/manual/calendar.md") },
    Chapter { topic: "dashboard", text: include_str!("../../assets/manual/dashboard.md") },
    Chapter { topic: "figures", text: include_str!("../../assets/manual/figures.md") },
    Chapter { topic: "disclosure", text: include_str!("../../assets/manual/disclosure.md") },
    Chapter { topic: "watch", text: include_str!("../../assets/manual/watch.md") },
    Chapter { topic: "settings", text: include_str!("../../assets/manual/settings.md") },
    Chapter { topic: "config", text: include_str!("../../assets/manual/config.md") },
    Chapter { topic: "org", text: include_str!("../../assets/manual/org.md") },
    Chapter { topic: "server", text: include_str!("../../assets/manual/server.md") },
    Chapter { topic: "commands", text: include_str!("../../assets/manual/commands.md") },
    Chapter { topic: "verify", text: include_str!("../../assets/manual/verify.md") },
    Chapter { topic: "papers", text: include_str!("../../assets/manual/papers.md") },
    Chapter { topic: "backup", text: include_str!("../../assets/manual/backup.md") },
    Chapter { topic: "trouble", text: include_str!("../../assets/manual/trouble.md") },
    Chapter { topic: "terms", text: include_str!("../../assets/manual/terms.md") },
];

impl Chapter {
    /// What the operator reads in lists of chapters.
    #[must_use]
    pub fn title(&self) -> &'static str {
        self.text.lines().next().unwrap_or_default().trim_start_matches('#').trim()
    }

    /// The chapter with this topic or this title.
    #[must_use]
    pub fn find(name: &str) -> Option<&'static Self> {
        CHAPTERS.iter().find(|chapter| chapter.topic == name || chapter.title() == name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::code::Coded as _;
    use crate::domain::figures::figure::FigureName;
    use crate::ui::text;

    /// So wide is a line of the manual at most, so that the smallest terminal shows it as it was written.
    const CELLS: usize = 76;

    #[test]
    fn every_file_of_the_manual_is_a_chapter() {
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
    }

    #[test]
    fn every_chapter_begins_with_its_own_title_and_fits_the_smallest_terminal() {
        let mut titles = std::collections::BTreeSet::new();
        for chapter in CHAPTERS {
            assert!(chapter.text.starts_with("# ") && titles.insert(chapter.title()), "{}", chapter.topic);
            for line in chapter.text.lines() {
                assert!(text::width(line) <= CELLS, "{}: {line}", chapter.topic);
                assert_eq!(line, line.trim_end(), "{}: {line}", chapter.topic);
            }
            assert_eq!(Chapter::find(chapter.title()), Some(chapter));
            assert_eq!(Chapter::find(chapter.topic), Some(chapter));
        }
    }

    #[test]
    fn every_figure_is_explained_as_under_the_figure_itself() {
        let squeezed = |text: &str| text.split_whitespace().collect::<String>();
        let chapter = squeezed(Chapter::find("figures").unwrap().text);
        for name in FigureName::ALL {
            let told = squeezed(&format!("- {}：{}", name.label(), name.meaning()));
            assert!(chapter.contains(&told), "{told}");
        }
    }

    #[test]
    fn a_chapter_that_is_mentioned_exists() {
        for chapter in CHAPTERS {
            for mention in chapter.text.split("ydt help ").skip(1) {
                let topic: String = mention.chars().take_while(char::is_ascii_lowercase).collect();
                let known = topic.is_empty() || topic == "apply" || Chapter::find(&topic).is_some();
                assert!(known, "{}: {topic}", chapter.topic);
            }
        }
    }
}
