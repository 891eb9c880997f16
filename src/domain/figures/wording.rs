//! The text of a bulletin as the figures give it: no adjective that no figure carries, and behind every number its cases.
//! A person edits it before it is frozen.

use super::bulletin::{Bulletin, Compared, Topic};
use super::facts::Number;
use super::figure::FigureName;
use super::paragraph::{Paragraph, Piece, Writer};
use super::ranking::UnitRow;
use super::report::{FEW, Figure, percent, told};

/// Below which shares units are named, in per cent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Thresholds {
    pub on_time: u32,
    pub satisfied: u32,
}

/// The headings of the four parts.
pub const HEADINGS: [&str; 4] = ["一、总体情况", "二、办理质效", "三、主要问题", "四、下步工作"];
/// So many hot topics are named.
const TOPICS: usize = 3;

/// The text as it is edited: a line for every heading and every paragraph.
#[must_use]
pub fn text(paragraphs: &[Paragraph]) -> String {
    paragraphs.iter().map(Paragraph::text).collect::<Vec<_>>().join("\n")
}

/// The text of the bulletin.
#[must_use]
pub fn paragraphs(bulletin: &Bulletin, thresholds: Thresholds) -> Vec<Paragraph> {
    let parts: [Vec<Option<Paragraph>>; 4] = [
        vec![whole(bulletin), received(bulletin), decided(bulletin), bulletin.told_since()],
        vec![limits(bulletin), days(bulletin), words(bulletin), chased(bulletin)],
        vec![topics(&bulletin.topics), units(bulletin, thresholds), late(bulletin), disclosed(bulletin)],
        next_steps(bulletin),
    ];
    let mut all = Vec::new();
    for (heading, part) in HEADINGS.into_iter().zip(parts) {
        let pieces = vec![Piece { text: heading.to_owned(), cases: None }];
        all.push(Paragraph { is_heading: true, pieces });
        all.extend(part.into_iter().flatten());
    }
    all
}

fn count_of(bulletin: &Bulletin, name: FigureName) -> u32 {
    bulletin.figure(name).map_or(0, |figure| figure.numerator)
}

fn whole(bulletin: &Bulletin) -> Option<Paragraph> {
    let (stretch, mut line) = (bulletin.stretch, Writer::default());
    let figure = |name| bulletin.figure(name);
    line.say(&stretch.words());
    if count_of(bulletin, FigureName::Received) == 0 {
        line.say("没有收到群众投诉");
    } else {
        line.count("共收到群众投诉", figure(FigureName::Received), "件");
    }
    compared(&mut line, bulletin, bulletin.before.as_ref(), ("环比", stretch.last_one()));
    compared(&mut line, bulletin, bulletin.year_before.as_ref(), ("同比", "去年同月"));
    let carried = format!("{}结转", stretch.last_one());
    let others = [
        (carried.as_str(), figure(FigureName::CarriedOver), "件"),
        ("恢复办理", figure(FigureName::Resumed), "件"),
    ];
    let handled = [FigureName::Received, FigureName::CarriedOver, FigureName::Resumed];
    let all: u32 = handled.into_iter().map(|name| count_of(bulletin, name)).sum();
    line.say("；");
    if !line.counts(&others) {
        line.say(&format!("没有{carried}的投诉件"));
    }
    if all == 0 {
        return line.end("。");
    }
    let cases: Vec<Number> =
        handled.into_iter().filter_map(figure).flat_map(|figure| figure.cases.iter().cloned()).collect();
    line.say("，共办理").number(all, &cases).say("件。");
    let ended = [
        ("上报区纪委监委", figure(FigureName::ReportedUp), "件"),
        ("并案", figure(FigureName::Merged), "件"),
        ("撤回", figure(FigureName::Withdrawn), "件"),
        ("密封上报", figure(FigureName::Sealed), "件"),
    ];
    line.count("办结", figure(FigureName::Closed), "件");
    if ended.iter().any(|(_, figure, _)| figure.is_some_and(|figure| figure.numerator > 0)) {
        line.say("，").counts(&ended);
    }
    line.count(&format!("，{}在办", stretch.end()), figure(FigureName::Open), "件");
    line.end("。")
}

/// Beside how many were received before: a share where the base is large enough, else the number.
fn compared(line: &mut Writer, bulletin: &Bulletin, before: Option<&Compared>, (name, when): (&str, &str)) {
    let now = count_of(bulletin, FigureName::Received);
    let Some(Compared { received: base, .. }) = before else { return };
    line.say("，");
    if base.numerator < FEW {
        line.say(when).number(base.numerator, &base.cases).say("件");
        return;
    }
    if now == base.numerator {
        line.say(&format!("与{when}持平"));
        return;
    }
    let (word, difference) = if now > base.numerator {
        ("上升", now - base.numerator)
    } else {
        ("下降", base.numerator - now)
    };
    let share = percent(difference, base.numerator);
    line.say(&format!("{name}{word}{share}（{when}")).number(base.numerator, &base.cases).say("件）");
}

fn received(bulletin: &Bulletin) -> Option<Paragraph> {
    let received = bulletin.figure(FigureName::Received).filter(|figure| figure.numerator > 0)?;
    let mut line = Writer::default();
    line.say("收件中，");
    let mut groups = 0;
    for (name, hit, rest) in
        [(FigureName::InScope, "业务范围内", "业务范围外"), (FigureName::Consultation, "咨询类", "非咨询类")]
    {
        if let Some(figure) = bulletin.figure(name).filter(|figure| figure.denominator.unwrap_or(0) > 0) {
            let missed = figure.denominator.unwrap_or(0) - figure.numerator;
            line.say(if groups > 0 { "；" } else { "" });
            if figure.numerator > 0 {
                line.count(hit, Some(figure), "件").say(if missed > 0 { "，" } else { "" });
            }
            if missed > 0 {
                line.say(rest).number(missed, &figure.others).say("件");
            }
            groups += 1;
        }
    }
    line.say(if groups > 0 { "；" } else { "" });
    line.count("实名", bulletin.figure(FigureName::Signed), "件");
    for (words, name) in [("，重点事项", FigureName::KeyMatter), ("，疑似重复", FigureName::Repeat)]
    {
        if count_of(bulletin, name) > 0 {
            line.count(words, bulletin.figure(name), "件");
        }
    }
    let named: u32 = bulletin.sources.iter().map(|(_, cases)| u32::try_from(cases.len()).unwrap_or(0)).sum();
    if named == received.numerator && !bulletin.sources.is_empty() {
        line.say("。按来源：");
        for (place, (source, cases)) in bulletin.sources.iter().enumerate() {
            line.say(if place > 0 { "，" } else { "" }).say(source).number(cases.len(), cases).say("件");
        }
    }
    line.end("。")
}

fn decided(bulletin: &Bulletin) -> Option<Paragraph> {
    let mut line = Writer::default();
    let figure = |name| bulletin.figure(name);
    let counts = [
        ("经研判会研判", figure(FigureName::ByMeeting), "件"),
        ("集体研判", figure(FigureName::Collectively), "件"),
        ("镇纪委专人单独研判", figure(FigureName::Alone), "件"),
    ];
    if line.counts(&counts) { line.end("。") } else { None }
}

fn limits(bulletin: &Bulletin) -> Option<Paragraph> {
    let mut line = Writer::default();
    let figure =
        |name: FigureName| bulletin.figure(name).filter(|figure| figure.denominator.unwrap_or(0) > 0);
    let due = |line: &mut Writer, figure: &Figure, words: &str| {
        let all: Vec<Number> = figure.cases.iter().chain(&figure.others).cloned().collect();
        line.say(words).number(figure.denominator.unwrap_or(0), &all).say("件，");
        line.count("按期", Some(figure), "件").share("，按期率", figure);
    };
    if let Some(triage) = figure(FigureName::TriageOnTime) {
        due(&mut line, triage, "受理转办应办结");
        if let Some(backdated) = figure(FigureName::TriageBackdated).filter(|figure| figure.numerator > 0) {
            line.count("，其中补录", Some(backdated), "件");
        }
        line.say("。");
    }
    if let Some(again) = figure(FigureName::TransferAgainOnTime) {
        due(&mut line, again, "改办后重新转办应办结");
        line.say("。");
    }
    match figure(FigureName::HandlingOnTime) {
        Some(handling) => {
            due(&mut line, handling, "承办单位办理应办结");
            if let Some(original) = figure(FigureName::HandlingOnTimeOriginal) {
                due(&mut line, original, "；按原时限应办结");
            }
            if let Some(early) = figure(FigureName::HandlingEarly) {
                line.count("；提前办结", Some(early), "件").share("，提前办结率", early);
            }
            if let Some(backdated) =
                figure(FigureName::HandlingBackdated).filter(|figure| figure.numerator > 0)
            {
                line.count("，其中补录", Some(backdated), "件");
            }
            line.end("。")
        }
        None if line.is_empty() => {
            line.say(&format!("{}没有到期或办结的时限", bulletin.stretch.this()));
            line.end("。")
        }
        None => {
            line.say(&format!("{}没有承办单位应办结的投诉件", bulletin.stretch.this()));
            line.end("。")
        }
    }
}

fn days(bulletin: &Bulletin) -> Option<Paragraph> {
    let mut line = Writer::default();
    for (words, name, unit) in [
        ("受理转办", FigureName::TriageDays, "个工作日"),
        ("承办单位办理", FigureName::HandlingDays, "个工作日"),
        ("从收到到办结", FigureName::WholeDays, "天"),
    ] {
        let Some((figure, days)) = bulletin.figure(name).and_then(|figure| Some((figure, figure.days?)))
        else {
            continue;
        };
        line.say(if line.is_empty() { "" } else { "；" }).say(words).say("平均");
        line.number(told(days.mean), &figure.cases).say(unit).say("，最长");
        line.number(days.longest, &figure.cases).say(unit);
    }
    line.end("。")
}

fn words(bulletin: &Bulletin) -> Option<Paragraph> {
    let mut line = Writer::default();
    let figure =
        |name: FigureName| bulletin.figure(name).filter(|figure| figure.denominator.unwrap_or(0) > 0);
    if let Some(of_all) = figure(FigureName::SatisfiedOfAll) {
        let all: Vec<Number> = of_all.cases.iter().chain(&of_all.others).cloned().collect();
        line.say("应评价").number(of_all.denominator.unwrap_or(0), &all).say("件");
        if let Some(content) = figure(FigureName::Satisfied) {
            let given: Vec<Number> = content.cases.iter().chain(&content.others).cloned().collect();
            line.say("，已评价").number(content.denominator.unwrap_or(0), &given).say("件，其中");
            line.count("满意和基本满意", Some(content), "件").share("，满意率", content);
            line.count("，不满意", figure(FigureName::Dissatisfied), "件");
        }
        if let Some(silent) = figure(FigureName::NotGiven).filter(|figure| figure.numerator > 0) {
            line.count("，未评价", Some(silent), "件");
        }
        if let Some(resolved) = figure(FigureName::Resolved) {
            let known: Vec<Number> = resolved.cases.iter().chain(&resolved.others).cloned().collect();
            line.say("；问到是否解决").number(resolved.denominator.unwrap_or(0), &known).say("件，");
            line.count("已解决", Some(resolved), "件").share("，解决率", resolved);
        }
        line.say("。");
    }
    if let Some(late) = figure(FigureName::SatisfiedLate) {
        let all: Vec<Number> = late.cases.iter().chain(&late.others).cloned().collect();
        line.say("办结后补评").number(late.denominator.unwrap_or(0), &all).say("件，");
        line.count("其中满意和基本满意", Some(late), "件").say("，不计入上述满意率。");
    }
    if line.is_empty() {
        line.say(&format!("{}没有群众评价。", bulletin.stretch.this()));
    }
    line.end("")
}

fn chased(bulletin: &Bulletin) -> Option<Paragraph> {
    let mut line = Writer::default();
    let figure = |name| bulletin.figure(name);
    let counts = [
        ("延期", figure(FigureName::Extended), "次"),
        ("承办单位退件", figure(FigureName::SentBack), "次"),
        ("收回改办", figure(FigureName::TakenBack), "次"),
        ("退回重办", figure(FigureName::Rehandled), "次"),
        ("办结后重新办理", figure(FigureName::Reopened), "件"),
        ("催办", figure(FigureName::Urged), "次"),
        ("发蓝色提醒卡", figure(FigureName::CardBlue), "张"),
        ("发黄色预警卡", figure(FigureName::CardYellow), "张"),
        ("发红色警示卡", figure(FigureName::CardRed), "张"),
        ("监督提醒卡已反馈", figure(FigureName::CardAnswered), "张"),
    ];
    if line.counts(&counts) { line.end("。") } else { None }
}

fn topics(topics: &[Topic]) -> Option<Paragraph> {
    let mut line = Writer::default();
    let hot: Vec<&Topic> = topics.iter().filter(|topic| topic.cases.len() >= 2).take(TOPICS).collect();
    if hot.is_empty() {
        return None;
    }
    line.say("反映较多的是：");
    for (place, topic) in hot.into_iter().enumerate() {
        line.say(if place > 0 { "，" } else { "" }).say(&format!("{}的{}类", topic.village, topic.field));
        line.number(topic.cases.len(), &topic.cases).say("件");
        if let Some((month, cases)) = &topic.busiest {
            line.say(&format!("（{month}月最多，")).number(cases.len(), cases).say("件）");
        }
    }
    line.end("。")
}

/// What a share of a unit is made of: above the line, and of how many.
type Share = fn(&UnitRow) -> (u32, u32);

/// Units whose share is under a threshold; those with too few cases are compared with nobody.
fn units(bulletin: &Bulletin, thresholds: Thresholds) -> Option<Paragraph> {
    let mut line = Writer::default();
    let judged: [(&str, u32, Share, FigureName); 2] = [
        ("办理按期率", thresholds.on_time, |row| (row.on_time, row.due), FigureName::HandlingOnTime),
        ("群众满意率", thresholds.satisfied, |row| row.satisfied, FigureName::Satisfied),
    ];
    for (what, threshold, share, name) in judged {
        let below = bulletin.rows.iter().filter(|row| row.kind.is_some()).filter(|row| {
            let (above, of) = share(row);
            of >= FEW && u64::from(above) * 100 < u64::from(threshold) * u64::from(of)
        });
        for (place, row) in below.enumerate() {
            if place == 0 {
                line.say(&format!("{what}低于{threshold}%的单位："));
            }
            let (above, of) = share(row);
            let figures = bulletin.report.figures.iter();
            let mut figures = figures.filter(|figure| figure.name == name && figure.part.label == row.name);
            let (cases, all) = figures.next().map_or_else(Default::default, |figure| {
                let all: Vec<Number> = figure.cases.iter().chain(&figure.others).cloned().collect();
                (figure.cases.clone(), all)
            });
            line.say(if place > 0 { "、" } else { "" }).say(&row.name).say("（").number(above, &cases);
            line.say("/").number(of, &all).say("，").number(percent(above, of), &cases).say("）");
        }
        if line.last() == "）" {
            line.say("。");
        }
    }
    line.end("")
}

fn late(bulletin: &Bulletin) -> Option<Paragraph> {
    let mut line = Writer::default();
    let overdue = bulletin.figure(FigureName::OverdueNow).filter(|figure| figure.numerator > 0);
    let unhappy = bulletin.figure(FigureName::Dissatisfied).filter(|figure| figure.numerator > 0);
    match overdue {
        Some(overdue) => {
            line.count(&format!("{}超期未办结", bulletin.stretch.end()), Some(overdue), "件（见附表）；");
        }
        None => {
            line.say(&format!("{}没有超期未办结的投诉件；", bulletin.stretch.end()));
        }
    }
    match unhappy {
        Some(unhappy) => {
            line.count("群众评价不满意", Some(unhappy), "件（见附表）。");
        }
        None => {
            line.say("没有不满意的评价。");
        }
    }
    line.end("")
}

fn disclosed(bulletin: &Bulletin) -> Option<Paragraph> {
    let figure = bulletin.figure(FigureName::DisclosureOnTime)?;
    let due = figure.denominator.filter(|due| *due > 0)?;
    let mut line = Writer::default();
    let all: Vec<Number> = figure.cases.iter().chain(&figure.others).cloned().collect();
    line.say("应公示公开").number(due, &all).say("项，").count("按时", Some(figure), "项");
    line.share("，按时率", figure);
    if due > figure.numerator {
        line.say("，未按时").number(due - figure.numerator, &figure.others).say("项（见附表）");
    }
    line.end("。")
}

/// Two or three sentences that a person goes on from.
fn next_steps(bulletin: &Bulletin) -> Vec<Option<Paragraph>> {
    let figure = |name| bulletin.figure(name).filter(|figure: &&Figure| figure.numerator > 0);
    let mut steps = Vec::new();
    if let Some(overdue) = figure(FigureName::OverdueNow) {
        let mut line = Writer::default();
        line.count("对超期未办结的", Some(overdue), "件，逐件明确责任人和办结时间");
        steps.push(line.end("。"));
    }
    if let Some(unhappy) = figure(FigureName::Dissatisfied) {
        let mut line = Writer::default();
        line.count("对群众不满意的", Some(unhappy), "件，逐件回访核实，该重办的退回重办");
        steps.push(line.end("。"));
    }
    if let Some(topic) = bulletin.topics.iter().find(|topic| topic.cases.len() >= 2) {
        let mut line = Writer::default();
        line.say(&format!("到{}了解{}类事项的办理和公示公开情况", topic.village, topic.field));
        steps.push(line.end("。"));
    }
    if steps.is_empty() {
        let mut line = Writer::default();
        line.say("继续做好投诉件的受理、转办、督办和公示公开");
        steps.push(line.end("。"));
    }
    steps
}

#[cfg(test)]
mod tests;
