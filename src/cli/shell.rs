//! `ydt completions` and `ydt man`, both read from the command line itself.

use std::io::Write;

use clap::Command;
use clap_complete::Shell;
use clap_mangen::Man;

use super::chinese;
use super::exit::{Exit, Failure};
use super::out::Out;

pub(super) fn completions<W: Write>(shell: Shell, out: &mut Out<W>) -> Result<Exit, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut chinese::command(), "ydt", &mut script);
    out.raw(&String::from_utf8_lossy(&script))?;
    Ok(Exit::Done)
}

/// One page for the whole program, subcommands included, with Chinese headings.
pub(super) fn man<W: Write>(out: &mut Out<W>) -> Result<Exit, Failure> {
    let command = chinese::command();
    let page = Man::new(command.clone()).title("YDT").manual("一点通");
    let mut roff = Vec::new();
    page.render_title(&mut roff)?;
    page.render_name_section(&mut roff)?;
    page.render_description_section(&mut roff)?;
    page.render_options_section(&mut roff)?;
    subcommands(&command, &mut roff)?;
    out.raw(&translated(&String::from_utf8_lossy(&roff)))?;
    Ok(Exit::Done)
}

fn subcommands(command: &Command, roff: &mut Vec<u8>) -> Result<(), Failure> {
    for sub in command.get_subcommands() {
        let path = sub.get_bin_name().unwrap_or_else(|| sub.get_name());
        writeln!(roff, ".SH {path}")?;
        if let Some(about) = sub.get_about() {
            writeln!(roff, "{about}")?;
        }
        let mut options = Vec::new();
        let own = sub.clone().mut_args(|arg| if arg.is_global_set() { arg.hide(true) } else { arg });
        Man::new(own).render_options_section(&mut options)?;
        // The options stand under the command's own heading.
        roff.extend_from_slice(String::from_utf8_lossy(&options).replace(".SH OPTIONS\n", "").as_bytes());
        subcommands(sub, roff)?;
    }
    Ok(())
}

fn translated(roff: &str) -> String {
    let headings = [("NAME", "名称"), ("DESCRIPTION", "说明"), ("OPTIONS", "选项")];
    headings.iter().fold(roff.to_owned(), |text, (english, chinese)| {
        text.replace(&format!(".SH {english}\n"), &format!(".SH {chinese}\n"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_man_page_names_every_command_and_has_no_english_heading() {
        let mut bytes = Vec::new();
        man(&mut Out::to(&mut bytes)).unwrap();
        let page = String::from_utf8(bytes).unwrap();
        for heading in [".SH 名称", ".SH ydt import", ".SH ydt calendar due"] {
            assert!(page.contains(heading), "{heading}: {page}");
        }
        let headings = page.lines().filter_map(|line| line.strip_prefix(".SH "));
        for heading in headings {
            assert!(heading.starts_with("ydt") || !heading.is_ascii(), "{heading}");
        }
    }

    #[test]
    fn completions_are_written_for_every_shell() {
        for shell in [Shell::Bash, Shell::Zsh, Shell::Fish, Shell::Elvish, Shell::PowerShell] {
            let mut bytes = Vec::new();
            completions(shell, &mut Out::to(&mut bytes)).unwrap();
            assert!(String::from_utf8(bytes).unwrap().contains("calendar"));
        }
    }
}
