//! `ydt calendar due` and `show`: working-day arithmetic.

use std::io::{BufRead, Write};

use super::args;
use super::exit::{Exit, Failure};
use super::json::{DayJson, DueJson, NamedDayJson, YearJson};
use super::out::{Out, tell};
use super::read;
use crate::domain::calendar::{Calendar, Due, LimitUnit};
use crate::domain::time::{Date, weekday_label};
use crate::intake::bounded::{InputLine, Unread, next_line};
use crate::ui::text;

/// Longest line of `--batch` that is looked at, in bytes; none that can be meant comes near it.
const LONGEST_LINE: u64 = 1024;

pub(super) fn run<W: Write>(
    calendar: &Calendar,
    command: args::Calendar,
    input: &mut dyn BufRead,
    out: &mut Out<W>,
) -> Result<Exit, Failure> {
    match command {
        args::Calendar::Due(due) if due.batch => batch(calendar, input, out),
        args::Calendar::Due(due) => one(calendar, &due, out),
        args::Calendar::Show { year, json } => show(calendar, year, json, out),
        args::Calendar::Load { .. } => {
            Err(Failure::usage("载入要先打开数据库；请写 ydt calendar load 文件。"))
        }
    }
}

fn one<W: Write>(calendar: &Calendar, asked: &args::Due, out: &mut Out<W>) -> Result<Exit, Failure> {
    let (Some(date), Some(days)) = (asked.date, asked.days) else {
        return Err(Failure::usage("还要写 日期 和 天数；写法在命令后加 --help 查看。"));
    };
    let due = calendar.checked_due(date, days, LimitUnit::WorkingDays)?;
    let explained =
        if asked.explain { calendar.explain(date, days, LimitUnit::WorkingDays) } else { Vec::new() };
    if asked.json {
        let days_json = asked.explain.then(|| explained.iter().map(DayJson::of).collect());
        out.json(&DueJson {
            start: date,
            working_days: days,
            due_on: due.on,
            provisional: due.provisional,
            days: days_json,
        })?;
        return Ok(Exit::Done);
    }
    out.line(&due.on.to_string())?;
    for day in &explained {
        out.line(&format!("{}-{day}", day.date.year()))?;
    }
    if due.provisional {
        tell(&provisional(calendar, date, due));
    }
    Ok(Exit::Done)
}

fn provisional(calendar: &Calendar, start: Date, due: Due) -> String {
    let missing: Vec<String> = (start.year()..=due.on.year())
        .filter(|year| !calendar.is_published(*year))
        .map(|year| year.to_string())
        .collect();
    format!("{} 是暂定日期：{} 年的节假日安排还没有载入，暂按周末推算。", due.on, missing.join("、"))
}

/// One line out for each line in: the due day, or what is wrong with the line.
fn batch<W: Write>(calendar: &Calendar, input: &mut dyn BufRead, out: &mut Out<W>) -> Result<Exit, Failure> {
    let mut exit = Exit::Done;
    let mut provisional = 0_u64;
    let unreadable = |fault: Unread| {
        let sentence = format!("标准输入{}，后面的行没有推算；请检查输入。", fault.reason());
        Failure::new(Exit::FaultyInput, sentence)
    };
    while let Some(line) = next_line(input, LONGEST_LINE).map_err(unreadable)? {
        let answer = match line {
            InputLine::Text(line) => batch_line(calendar, &line),
            InputLine::TooLong => Err("这一行太长，没有推算".to_owned()),
            InputLine::NotUtf8 => Err("这一行不是 UTF-8 文本，没有推算；请另存为 UTF-8".to_owned()),
        };
        match answer {
            Ok(due) => {
                provisional += u64::from(due.provisional);
                out.line(&due.on.to_string())?;
            }
            Err(reason) => {
                exit = Exit::FaultyInput;
                out.line(&format!("error: {reason}"))?;
            }
        }
    }
    if provisional > 0 {
        tell(&format!("其中 {provisional} 行是暂定日期：途经的年份还没有载入节假日安排，暂按周末推算。"));
    }
    Ok(exit)
}

fn batch_line(calendar: &Calendar, line: &str) -> Result<Due, String> {
    let (date, days) =
        line.split_once([',', '，', '\t']).ok_or_else(|| "要写成“日期,天数”，如 2026-02-11,3".to_owned())?;
    let date = read::date(date).map_err(|reason| format!("日期{reason}"))?;
    let days = read::count(days).map_err(|reason| format!("天数{reason}"))?;
    calendar.checked_due(date, days, LimitUnit::WorkingDays).map_err(|fault| fault.to_string())
}

fn show<W: Write>(calendar: &Calendar, year: i16, json: bool, out: &mut Out<W>) -> Result<Exit, Failure> {
    let Some(notice) = calendar.notice(year).filter(|_| calendar.is_published(year)) else {
        let known: Vec<i16> = calendar
            .notices()
            .map(|notice| notice.year)
            .filter(|year| calendar.is_published(*year))
            .collect();
        let (first, last) = (known.first().copied().unwrap_or(year), known.last().copied().unwrap_or(year));
        return Err(Failure::usage(format!(
            "没有 {year} 年的节假日安排，现有 {first} 至 {last} 年；没有安排的年份暂按周末推算。"
        )));
    };
    if json {
        let days = notice
            .days
            .iter()
            .map(|day| NamedDayJson { date: day.date, name: &day.name, rest: day.rest })
            .collect();
        out.json(&YearJson { year, source: &notice.source, days })?;
        return Ok(Exit::Done);
    }
    out.line(&format!("{year} 年放假和调休上班（{}）", notice.source))?;
    for day in &notice.days {
        let mark = if day.rest { "休" } else { "班" };
        out.line(&format!("{}  {}  {mark}  {}", day.date, text::pad(weekday_label(day.date), 4), day.name))?;
    }
    Ok(Exit::Done)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(line: &[&str], input: &str) -> (Result<Exit, Exit>, String) {
        use clap::FromArgMatches as _;
        let words = ["ydt", "calendar"].iter().chain(line);
        let matches = super::super::chinese::command().try_get_matches_from(words).unwrap();
        let cli = args::Cli::from_arg_matches(&matches).unwrap();
        let Some(args::Command::Calendar { command }) = cli.command else { panic!("no calendar") };
        let mut bytes = Vec::new();
        let exit = run(&Calendar::embedded(), command, &mut input.as_bytes(), &mut Out::to(&mut bytes));
        (exit.map_err(|failure| failure.exit()), String::from_utf8(bytes).unwrap())
    }

    #[test]
    fn the_due_day_stands_alone_on_its_line() {
        for (date, days, due) in [
            ("2026-02-11", "3", "2026-02-14\n"),
            ("2026-02-10", "10", "2026-03-02\n"),
            ("2026-09-24", "10", "2026-10-15\n"),
            ("2026-02-16", "3", "2026-02-26\n"),
            ("2026-12-30", "5", "2027-01-06\n"),
        ] {
            assert_eq!(asked(&["due", date, days], ""), (Ok(Exit::Done), due.to_owned()));
        }
    }

    #[test]
    fn an_explanation_lists_every_day_with_its_reason_after_the_due_day() {
        let (_, text) = asked(&["due", "2026-02-11", "3", "--explain"], "");
        assert_eq!(
            text,
            "2026-02-14\n2026-02-11 周三 工作日 起算当日，不计入\n2026-02-12 周四 工作日 第1天\n\
             2026-02-13 周五 工作日 第2天\n2026-02-14 周六 班（春节调休） 第3天\n"
        );
    }

    #[test]
    fn a_batch_answers_every_line_and_says_which_are_wrong() {
        let long = "9".repeat(3000);
        let input = format!("\u{feff}2026-02-11,3\r\n2026-02-30,3\n\n2026-02-16，3\n{long}\n2026-02-10, 10");
        let (exit, text) = asked(&["due", "--batch"], &input);
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(exit, Ok(Exit::FaultyInput));
        assert_eq!(lines.len(), 6, "{text}");
        assert_eq!((lines[0], lines[3], lines[5]), ("2026-02-14", "2026-02-26", "2026-03-02"));
        assert!([1, 2, 4].iter().all(|line| lines[*line].starts_with("error: ")), "{text}");
    }

    #[test]
    fn json_pins_its_keys() {
        let (_, text) = asked(&["due", "2026-02-13", "1", "--explain", "--json"], "");
        assert_eq!(
            text,
            "{\"start\":\"2026-02-13\",\"working_days\":1,\"due_on\":\"2026-02-14\",\"provisional\":false,\
             \"days\":[{\"date\":\"2026-02-13\",\"kind\":\"working\",\"holiday\":null,\"counted\":null,\
             \"provisional\":false,\"note\":\"起算当日，不计入\"},{\"date\":\"2026-02-14\",\"kind\":\"make_up\",\
             \"holiday\":\"春节\",\"counted\":1,\"provisional\":false,\"note\":\"春节调休上班，计入\"}]}\n"
        );
    }

    #[test]
    fn an_unpublished_year_is_told_and_a_published_one_listed() {
        assert_eq!(asked(&["show", "2031"], "").0.unwrap_err(), Exit::Usage);
        let (_, text) = asked(&["show", "2026"], "");
        assert!(text.contains("2026-02-14  周六  班  春节"), "{text}");
    }
}
