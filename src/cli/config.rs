//! `config.toml`: what belongs to one machine and not to the town. Every key is optional; one that is not known is an
//! error that names file, line and key, for a mistyped key would otherwise be silence.

use std::collections::BTreeMap;
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use super::exit::{Exit, Failure};
use super::file::read_text;
use super::{identity, place};
use crate::office::FilePlaces;
use crate::ui::keys::Keys;
use crate::ui::theme::Widths;

/// What can be configured.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct Config {
    pub notify: Notify,
    pub console: Console,
    pub files: Files,
    pub copies: Copies,
    /// `[keys]`: full names of bindings, as `ydt help config` lists them, to the keys that shall do it.
    pub keys: BTreeMap<String, Vec<String>>,
}

/// `[copies]`: folders in which the copies elsewhere are written, as far as this machine sees them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct Copies {
    pub folders: Vec<PathBuf>,
}

/// `[files]`: where a program that runs for others under its own user takes files from and puts them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct Files {
    /// Attachments are taken from here only.
    pub inbox: Option<PathBuf>,
    /// Copies of attachments are saved here only.
    pub exports: Option<PathBuf>,
}

/// `[console]`
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct Console {
    /// Whether the mouse selects and scrolls; without it the terminal marks text as it always does.
    pub mouse: bool,
    /// How wide the terminal draws what terminals disagree on.
    pub ambiguous_width: AmbiguousWidth,
}

impl Default for Console {
    fn default() -> Self {
        Self { mouse: true, ambiguous_width: AmbiguousWidth::Auto }
    }
}

/// `console.ambiguous_width`
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum AmbiguousWidth {
    /// The terminal is asked.
    Auto,
    /// One cell: rules are drawn as lines.
    Narrow,
    /// Two cells: ASCII lines and look-alikes.
    Wide,
}

impl AmbiguousWidth {
    /// What is known without asking.
    pub const fn known(self) -> Option<Widths> {
        match self {
            Self::Auto => None,
            Self::Narrow => Some(Widths::Narrow),
            Self::Wide => Some(Widths::Wide),
        }
    }
}

/// `[notify]`
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct Notify {
    /// Program and arguments, run without a shell for every new alert, which it reads as JSON from its input.
    pub command: Vec<String>,
    /// Whether the console rings the terminal's bell for new alerts, in office hours of working days.
    pub bell: bool,
}

impl Default for Notify {
    fn default() -> Self {
        Self { command: Vec::new(), bell: true }
    }
}

impl Config {
    /// Reads the configuration of this user; without a file everything has its default.
    pub fn load() -> Result<Self, Failure> {
        let path = place::folders()?.config_dir().join("config.toml");
        if path.symlink_metadata().is_err() {
            return Ok(Self::default());
        }
        let about = path.metadata().map_err(|error| unreadable(&path, &error))?;
        // Whoever can write this file decides which program runs.
        let owner = about.uid();
        if (owner != nix::unistd::geteuid().as_raw() && owner != 0) || about.mode() & 0o022 != 0 {
            return Err(Failure::new(
                Exit::FaultyInput,
                format!(
                    "配置文件 {0} 属于别的用户或别人可以改写，没有采用；请由本用户或 root 持有，并运行：chmod go-w {0}",
                    path.display()
                ),
            ));
        }
        Self::parse(&read_text(&path)?, &path)
    }

    /// Where files may come from and go to: anywhere for whoever works under their own user.
    pub fn file_places(&self) -> FilePlaces {
        if identity::is_served() {
            let Files { inbox, exports } = self.files.clone();
            FilePlaces::Only { inbox, exports }
        } else {
            FilePlaces::Anywhere
        }
    }

    /// The bindings with this user's changes.
    ///
    /// # Errors
    /// An unknown name or key, or two bindings that clash, both named.
    pub fn key_table(&self) -> Result<Keys, Failure> {
        Keys::with_overrides(&self.keys).map_err(|sentence| {
            Failure::new(Exit::FaultyInput, format!("配置文件 config.toml 的 [keys]：{sentence}"))
        })
    }

    fn parse(text: &str, path: &Path) -> Result<Self, Failure> {
        let config: Self = toml::from_str(text).map_err(|error| faulty(&error, text, path))?;
        let command = &config.notify.command;
        if command.first().is_some_and(|program| program.trim().is_empty()) {
            return Err(told(path, line_of(text, "command"), "notify.command", "第一项要写程序的路径"));
        }
        Ok(config)
    }
}

fn unreadable(path: &Path, error: &std::io::Error) -> Failure {
    tracing::warn!(%error, "the configuration could not be read");
    Failure::new(Exit::FaultyInput, format!("配置文件 {} 读不出来，没有采用；请检查文件。", path.display()))
}

fn faulty(error: &toml::de::Error, text: &str, path: &Path) -> Failure {
    let start = error.span().map_or(0, |span| span.start);
    let line = text.bytes().take(start).filter(|byte| *byte == b'\n').count() + 1;
    let words = error.message();
    let named = words.split('`').nth(1).unwrap_or_default();
    let key_on_line =
        text.lines().nth(line - 1).and_then(|line| line.split('=').next()).unwrap_or_default().trim();
    if words.starts_with("unknown field") {
        told(
            path,
            line,
            named,
            "不认识这一项；可用的有 notify.command、notify.bell、console.mouse、console.ambiguous_width、files.inbox、files.exports、copies.folders 和 [keys] 下的按键",
        )
    } else if words.starts_with("invalid type") {
        told(
            path,
            line,
            key_on_line,
            "值的类型不对；命令和按键要写成 [\"程序\", \"参数\"] 这样的列表，开关写 true 或 false",
        )
    } else if words.starts_with("unknown variant") {
        told(path, line, key_on_line, "只能写 \"auto\"、\"narrow\" 或 \"wide\"")
    } else if words.starts_with("duplicate key") {
        told(path, line, key_on_line, "写了两次")
    } else {
        told(path, line, key_on_line, "不是合法的 TOML")
    }
}

fn line_of(text: &str, key: &str) -> usize {
    text.lines().position(|line| line.trim_start().starts_with(key)).map_or(1, |line| line + 1)
}

fn told(path: &Path, line: usize, key: &str, what: &str) -> Failure {
    let path: PathBuf = path.to_owned();
    Failure::new(
        Exit::FaultyInput,
        format!("配置文件 {} 第 {line} 行“{key}”：{what}；没有采用，请改正后再运行。", path.display()),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sentence(text: &str) -> String {
        match Config::parse(text, Path::new("/etc/ydt/config.toml")).unwrap_err() {
            Failure::Told { sentence, exit: Exit::FaultyInput } => sentence,
            other @ (Failure::Told { .. } | Failure::Broken(_) | Failure::BrokenPipe) => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_command_is_a_list_of_words() {
        let config =
            Config::parse("[notify]\ncommand = [\"/usr/bin/x\", \"-a b\"]\n", Path::new("x")).unwrap();
        assert_eq!(config.notify.command, ["/usr/bin/x", "-a b"]);
        assert_eq!(Config::parse("", Path::new("x")).unwrap(), Config::default());
    }

    #[test]
    fn the_bell_rings_unless_it_is_switched_off() {
        let bell = |text: &str| Config::parse(text, Path::new("x")).unwrap().notify.bell;
        assert!(bell("") && bell("[notify]\ncommand = [\"a\"]\n") && bell("[notify]\nbell = true\n"));
        assert!(!bell("[notify]\nbell = false\n"));
    }

    #[test]
    fn how_wide_the_terminal_draws_is_asked_unless_it_is_said() {
        let known = |text: &str| Config::parse(text, Path::new("x")).unwrap().console.ambiguous_width.known();
        assert_eq!(known(""), None);
        assert_eq!(known("[console]\nambiguous_width = \"auto\"\n"), None);
        assert_eq!(known("[console]\nambiguous_width = \"narrow\"\n"), Some(Widths::Narrow));
        assert_eq!(known("[console]\nambiguous_width = \"wide\"\n"), Some(Widths::Wide));
        let told = sentence("[console]\nambiguous_width = \"broad\"\n");
        assert!(told.contains("第 2 行") && told.contains("\"narrow\""), "{told}");
    }

    #[test]
    fn what_is_wrong_is_named_with_file_line_and_key() {
        for (text, line, key) in [
            ("# x\n[notify]\ncomand = [\"a\"]\n", 3, "comand"),
            ("[notifi]\ncommand = [\"a\"]\n", 1, "notifi"),
            ("[notify]\n\ncommand = \"a b\"\n", 3, "command"),
            ("[notify]\nbell = \"on\"\n", 2, "bell"),
            ("[notify]\ncommand = [\"\"]\n", 2, "notify.command"),
            ("[notify]\ncommand = [\n", 2, "command"),
        ] {
            let told = sentence(text);
            assert!(told.contains("/etc/ydt/config.toml"), "{told}");
            assert!(told.contains(&format!("第 {line} 行")) && told.contains(key), "{told}");
        }
    }
}
