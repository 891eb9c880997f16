//! `ydt check` and `ydt verify`: what timers run, and what proves the record.

use std::io::{IsTerminal as _, Write};

use super::config::Config;
use super::disclosure;
use super::exit::{Exit, Failure};
use super::holding::{self, HoldingJson};
use super::json::{
    CheckJson, DisclosureRowJson, DueClockJson, FirstBadJson, LeftToTheDistrictJson, NoticeJson,
    UndecidedJson, UnfinishedErasureJson, VerifyJson, WaitingJson,
};
use super::out::{Out, tell};
use super::place;
use super::session::Session;
use crate::actions;
use crate::domain::code::Coded as _;
use crate::domain::copies::Lag;
use crate::domain::limit::alerting::calendar_warning;
use crate::domain::limit::clock::remaining_label;
use crate::domain::time::Date;
use crate::domain::town::rights;
use crate::domain::town::waits::{Awaited, STANDS_IN};
use crate::domain::view::unsettled::LEFT_TO_THE_DISTRICT;
use crate::office::{CheckReport, DueLine};
use crate::runtime::{copies, proof, system_log};
use crate::store::Head;
use crate::ui::text;

pub(super) fn check<W: Write>(
    session: &mut Session,
    json: bool,
    quiet: bool,
    out: &mut Out<W>,
) -> Result<Exit, Failure> {
    session.settle()?;
    let now = session.now();
    let report = session.office.check(now)?;
    let untold = system_log::tell_daily(&session.office, &place::state_place()?, now)?;
    let seen = copies::look(&Config::load()?.copies.folders);
    let lag = seen.map(|seen| session.office.note_copies(seen.written(), now)).transpose()?;
    let holding = holding::look(session)?;
    let desk = session.office.desk(now);
    let today = desk.settings.limit_day(now);
    if json {
        let disclosure = |row| DisclosureRowJson::of(row, &desk.org, &desk.calendar, today);
        out.json(&CheckJson {
            now,
            due: report.due.iter().map(|line| due_json(line, today)).collect(),
            disclosures: report.disclosures.iter().map(disclosure).collect(),
            new_alerts: u64::from(report.new_alerts),
            missing_calendar_years: &report.missing_calendar_years,
            provisional_clocks: report.provisional_clocks,
            scarce_space_mb: desk.scarce_space_mb,
            rights_waiting: WaitingJson::all(session.office.org()),
            doubled_numbers: &report.doubled_numbers,
            proposed: report.proposed,
            notices: report.notices.iter().map(|(case_no, at)| NoticeJson { case_no, at: *at }).collect(),
            left_to_the_district: report
                .left_to_the_district
                .iter()
                .map(|left| LeftToTheDistrictJson { case_no: &left.case_no, received_on: left.received_on })
                .collect(),
            undecided: report
                .undecided
                .iter()
                .map(|found| UndecidedJson { case_no: &found.case_no, why: found.why })
                .collect(),
            due_for_erasing: report.due_for_erasing,
            copies_behind_minutes: lag.and_then(Lag::minutes),
            copies_unseen: lag == Some(Lag::Unseen),
            backups_holding_erased: HoldingJson::all(&holding),
            unfinished_erasures: report
                .unfinished_erasures
                .iter()
                .map(|(place, since)| UnfinishedErasureJson { place: place.code(), since })
                .collect(),
        })?;
    } else if !quiet {
        due_table(&report, today, out)?;
        disclosure::due_lines(&report.disclosures, &desk, out)?;
        if let Some(told) = &untold {
            tell(told);
        }
        if let Some(told) = lag.and_then(Lag::told) {
            tell(&format!(
                "{told}，一块磁盘坏了就会丢这么多；请系统管理员检查复制服务（assets/deploy/copy）。"
            ));
        }
        holding::name(&holding);
        if let Some(left) = session.office.desk(now).scarce_space_mb {
            tell(&format!("磁盘只剩 {left} MB，满了就不能保存；请尽快清理磁盘。"));
        }
        if let Some(missing) = rights::missing(session.office.org()) {
            tell(&format!("{missing}（ydt org rights）。"));
        }
    }
    Ok(if report.due.is_empty() && report.disclosures.is_empty() { Exit::Done } else { Exit::Due })
}

fn due_json(line: &DueLine, today: Date) -> DueClockJson<'_> {
    DueClockJson {
        case_no: &line.case_no,
        id: line.id,
        turn: line.turn,
        round: line.round,
        clock: line.clock,
        level: line.level,
        due_on: line.due_on,
        remaining: line.remaining,
        next_step: line.next_step.as_deref(),
        waits_for: line.waits_for.as_ref(),
        extension_pending: line.extension_pending,
        step: line.step,
        safe_until: line.safe.map(|safe| safe.until),
        pressing: line.safe.is_some_and(|safe| safe.is_pressing(today)),
    }
}

fn due_table<W: Write>(report: &CheckReport, today: Date, out: &mut Out<W>) -> Result<(), Failure> {
    for line in &report.due {
        out.line(&format!(
            "{}{}{}{}  {}{}",
            text::pad(&line.case_no, 11),
            text::pad(line.level.label(), 10),
            text::pad(&remaining_label(line.level, line.remaining), 10),
            line.due_on,
            line.clock.label(),
            missing(line, today),
        ))?;
    }
    out.flush()?;
    tell(&if report.due.is_empty() {
        "没有临期、到期和超期的时限。".to_owned()
    } else {
        format!("{} 个时限需要留意，其中新提醒 {} 个。", report.due.len(), report.new_alerts)
    });
    if let Some(warning) = calendar_warning(&report.missing_calendar_years, report.provisional_clocks) {
        tell(&warning);
    }
    if report.due_for_erasing > 0 {
        tell(&format!(
            "有 {} 件办结已满保留年限，可以清除投诉人身份和附件：先看 ydt purge --dry-run。",
            report.due_for_erasing
        ));
    }
    for (place, since) in &report.unfinished_erasures {
        tell(&format!(
            "{since} 密封时抹去的文字在{}里还没有清除干净，程序会自动再试；若一直如此，请各人退出操作台后再运行一次 ydt check。",
            place.label()
        ));
    }
    for (case_no, at) in &report.notices {
        tell(&format!(
            "请查看 {case_no}：{} 有需要回避的人员再次导入或登记了它的平台编号，没有写入；请核对平台上的内容，办理后不再提醒。",
            at.minute()
        ));
    }
    for left in &report.left_to_the_district {
        tell(&format!("{}（{} 收到）{LEFT_TO_THE_DISTRICT}", left.case_no, left.received_on));
    }
    for found in &report.undecided {
        tell(&format!("升级后请核对 {}：{}。", found.case_no, found.why.label()));
    }
    if report.proposed > 0 {
        tell(&format!(
            "{} 件有该发的提醒卡、催办通知书、通报或该反馈的提醒卡：ydt list --view all --search 该发该复。",
            report.proposed
        ));
    }
    for (first, further) in &report.doubled_numbers {
        tell(&format!("请核对：{first} 与 {further} 的平台编号是同一个，只是写法不同；没有自动并案。"));
    }
    Ok(())
}

/// `，延期审批中，待“审签同意”，现在周敏`: what a due case waits for, and who holds it.
fn missing(line: &DueLine, today: Date) -> String {
    let extension = if line.extension_pending { "，延期审批中" } else { "" };
    let step = line.next_step.as_deref().and_then(|code| actions::find(code).ok());
    let step = step.map_or(String::new(), |step| format!("，待“{}”", step.label()));
    let holder = line.waits_for.as_ref().map(|awaited| match awaited {
        Awaited::Role(role) => role.label().to_owned(),
        Awaited::Unit(unit) => unit.clone(),
        Awaited::People(people) => people.join("、"),
        Awaited::StandIn { people, .. } => format!("{}（{STANDS_IN}）", people.join("、")),
    });
    let holder = holder.map_or(String::new(), |holder| format!("，现在{holder}"));
    let pressing = line.safe.filter(|safe| safe.is_pressing(today));
    let pressing =
        pressing.map_or(String::new(), |safe| format!("；将超期：{}", safe.named(&line.safe_who, today)));
    format!("{extension}{step}{holder}{pressing}")
}

pub(super) fn verify<W: Write>(
    session: &Session,
    anchor: Option<&str>,
    json: bool,
    out: &mut Out<W>,
) -> Result<Exit, Failure> {
    let anchor = anchor.map(read_anchor).transpose()?;
    let mut tenths = 0;
    let verdict = proof::verify(&session.office, anchor.as_ref(), &mut |done, all| {
        let now = (done * 10).checked_div(all).unwrap_or(10);
        if now > tenths && std::io::stderr().is_terminal() {
            tell(&format!("附件已核对 {}%", now * 10));
        }
        tenths = now;
    })?;
    let Head { count, hash } = &verdict.head;
    if json {
        let first_bad =
            verdict.first_bad.as_ref().map(|bad| FirstBadJson { seq: bad.seq, reason: &bad.reason });
        out.json(&VerifyJson {
            ok: first_bad.is_none(),
            events: *count,
            head: hash,
            first_bad,
            attested_from: verdict.attested_from,
        })?;
    } else {
        match &verdict.first_bad {
            None => {
                out.line("核验通过：文件完整，事件链无断裂，现状与经过一致。")?;
                out.line(&attested(verdict.attested_from))?;
            }
            Some(bad) if bad.seq == 0 => out.line(&format!("核验未通过：{}", bad.reason))?,
            Some(bad) => out.line(&format!("核验未通过，第 {} 条事件：{}", bad.seq, bad.reason))?,
        }
        out.line(&format!("链头 {count}:{hash}"))?;
    }
    Ok(if verdict.first_bad.is_none() { Exit::Done } else { Exit::Integrity })
}

/// From where on the schema and the town's own words are proven by the record too.
fn attested(from: Option<u64>) -> String {
    match from {
        Some(from) => format!("库结构、镇名和密钥自第 {from} 条事件起有记录可对。"),
        None => "库结构与本程序的一致；镇名和密钥要到下一次保存后才有记录可对。".to_owned(),
    }
}

/// `COUNT:HASH`, as it is printed.
fn read_anchor(text: &str) -> Result<Head, Failure> {
    let wrong = || Failure::usage("--anchor 要写成“件数:哈希”，照抄打印的链头，如 128:9f86…（64 位）。");
    let (count, hash) = text.trim().split_once([':', '：']).ok_or_else(wrong)?;
    let count = count.trim().parse().map_err(|_| wrong())?;
    let hash = hash.trim().to_ascii_lowercase();
    if hash.len() == 64 && hash.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        Ok(Head { count, hash })
    } else {
        Err(wrong())
    }
}
