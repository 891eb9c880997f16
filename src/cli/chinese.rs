//! The command line in Chinese: headings and usage lines of the help, which the library only has in English.

use clap::{Arg, ArgAction, Command, CommandFactory as _};

use super::args::Cli;

const TEMPLATE: &str = "{about}\n\n用法：{usage}\n\n{all-args}{after-help}";

/// The whole command line, ready to read arguments or to write help, man page and completions from.
pub(super) fn command() -> Command {
    let mut command = localised(Cli::command(), "ydt")
        .version(env!("CARGO_PKG_VERSION"))
        .disable_version_flag(true)
        .arg(
            Arg::new("version")
                .long("version")
                .short('V')
                .action(ArgAction::Version)
                .help_heading("通用选项")
                .help("显示版本"),
        )
        .arg(
            Arg::new("help")
                .long("help")
                .short('h')
                .global(true)
                .action(ArgAction::Help)
                .help_heading("通用选项")
                .help("显示说明"),
        );
    command.build();
    command
}

fn localised(command: Command, path: &str) -> Command {
    let usage = usage(&command, path);
    let command = command
        .help_template(TEMPLATE)
        .override_usage(usage)
        .disable_help_flag(true)
        .disable_help_subcommand(true)
        .arg_required_else_help(false)
        .subcommand_help_heading("命令")
        .subcommand_value_name("命令")
        .mut_args(|arg| {
            let is_positional = arg.get_long().is_none() && arg.get_short().is_none();
            let own = if is_positional { "参数" } else { "选项" };
            if arg.get_help_heading().is_some() { arg } else { arg.help_heading(own) }
        });
    command.mut_subcommands(|sub| {
        let path = format!("{path} {}", sub.get_name());
        localised(sub, &path)
    })
}

/// `ydt import [选项] 文件...`
fn usage(command: &Command, path: &str) -> String {
    let mut words = vec![path.to_owned(), "[选项]".to_owned()];
    for arg in command.get_positionals() {
        let name = arg.get_value_names().and_then(|names| names.first()).map_or("", |name| name.as_str());
        let many = if matches!(arg.get_action(), ArgAction::Append) { "..." } else { "" };
        let is_needed = arg.is_required_set() || command.get_name() == "due";
        words.push(if is_needed { format!("{name}{many}") } else { format!("[{name}]{many}") });
    }
    if command.has_subcommands() {
        let name = if command.is_subcommand_required_set() { "命令" } else { "[命令]" };
        words.push(name.to_owned());
    }
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn every_help(command: &mut Command, texts: &mut Vec<String>) {
        texts.push(command.render_help().to_string());
        for sub in command.get_subcommands_mut() {
            every_help(sub, texts);
        }
    }

    #[test]
    fn no_help_text_holds_an_english_heading_or_note() {
        let mut texts = Vec::new();
        every_help(&mut command(), &mut texts);
        assert!(texts.len() > 15);
        for text in &texts {
            for english in
                ["Usage", "Options", "Arguments", "Commands", "Print", "default:", "possible", "[OPTIONS]"]
            {
                assert!(!text.contains(english), "{english}: {text}");
            }
            assert!(text.contains("用法：ydt"), "{text}");
        }
        assert!(texts[0].contains("命令:") && texts[0].contains("通用选项:"), "{}", texts[0]);
    }

    #[test]
    fn the_command_line_is_sound() {
        command().debug_assert();
    }
}
