//! How often a matter is made public, and how catalogues write it (公开时限).

use serde::{Deserialize, Serialize};

use crate::domain::text::fold;

/// The longest limit after an event, in working days; catalogues name 20 at the most.
const LONGEST: u32 = 60;

coded! {
    /// How often a matter is made public.
    pub enum CycleKind {
        Monthly = "monthly" "每月",
        Quarterly = "quarterly" "每季度",
        HalfYearly = "half_yearly" "每半年",
        Yearly = "yearly" "每年",
        /// Each time something happens.
        PerEvent = "per_event" "按事项",
    }
}

/// How often a matter is made public, and after an event within how many working days.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "cycle", rename_all = "snake_case")]
pub enum Cycle {
    Monthly,
    Quarterly,
    HalfYearly,
    Yearly,
    /// Within so many working days of the event; `None` takes the setting for 及时公开.
    PerEvent {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        within_working_days: Option<u32>,
    },
}

/// A text that names no cycle, or more than one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoCycle {
    /// What a person has to write instead, in one Chinese sentence.
    pub reason: String,
}

impl Cycle {
    /// Which of the five it is.
    #[must_use]
    pub const fn kind(self) -> CycleKind {
        match self {
            Self::Monthly => CycleKind::Monthly,
            Self::Quarterly => CycleKind::Quarterly,
            Self::HalfYearly => CycleKind::HalfYearly,
            Self::Yearly => CycleKind::Yearly,
            Self::PerEvent { .. } => CycleKind::PerEvent,
        }
    }

    /// As it stands in lists: 每月, or 事项发生后5个工作日内.
    #[must_use]
    pub fn words(self) -> String {
        use crate::domain::code::Coded as _;
        match self {
            Self::PerEvent { within_working_days: Some(days) } => format!("事项发生后{days}个工作日内"),
            Self::PerEvent { within_working_days: None } => "事项发生后及时".to_owned(),
            Self::Monthly | Self::Quarterly | Self::HalfYearly | Self::Yearly => {
                self.kind().label().to_owned()
            }
        }
    }

    /// What a catalogue or a person wrote: a code of [`CycleKind`], or words such as 每月10日前, 按季度,
    /// 自信息形成之日起20个工作日内, 及时公开.
    ///
    /// # Errors
    /// When it names no cycle, several, or a limit in other days than working days.
    pub fn read(text: &str) -> Result<Self, NoCycle> {
        let said = fold::fold(text);
        if said.is_empty() {
            return Err(refused(text, "没有写公开时限"));
        }
        let named: Vec<Self> = NAMED
            .iter()
            .filter(|(_, words)| words.iter().any(|word| said.contains(word)))
            .map(|(cycle, _)| *cycle)
            .collect();
        // 半年 stands in no word of 每年, but 每半年 does not mean 每年 either.
        let named: Vec<Self> = if named.contains(&Self::HalfYearly) {
            vec![Self::HalfYearly; named.len().min(1)]
        } else {
            named
        };
        let days = working_days(&said)?;
        match (named.as_slice(), days) {
            ([one], None) => Ok(*one),
            ([], Some(days)) if (1..=LONGEST).contains(&days) => {
                Ok(Self::PerEvent { within_working_days: Some(days) })
            }
            ([], Some(_)) => Err(refused(text, "公开时限应是1至60个工作日")),
            ([], None) if AT_ONCE.iter().any(|word| said.contains(word)) => {
                Ok(Self::PerEvent { within_working_days: None })
            }
            ([], None) => Err(refused(text, "看不出多久公开一次")),
            (_, _) => Err(refused(text, "写了不止一种公开时限")),
        }
    }
}

/// Words of the regular cycles, folded; codes too.
const NAMED: [(Cycle, &[&str]); 4] = [
    (Cycle::Monthly, &["每月", "按月", "逐月", "月度", "次月", "monthly"]),
    (Cycle::Quarterly, &["每季", "按季", "逐季", "季度", "quarterly"]),
    (Cycle::HalfYearly, &["半年", "half_yearly"]),
    (Cycle::Yearly, &["每年", "按年", "逐年", "年度", "yearly"]),
];

/// Words for something that is made public when it happens.
const AT_ONCE: [&str; 8] = ["及时", "即时", "实时", "随时", "发生后", "按事项", "一事一公开", "per_event"];

fn refused(text: &str, what: &str) -> NoCycle {
    let quoted: String = text.chars().take(20).collect();
    NoCycle {
        reason: format!(
            "公开时限“{quoted}”{what}，请写每月、每季度、每半年、每年、及时，或事项发生后几个工作日内"
        ),
    }
}

/// The number before 个工作日, in digits or in Chinese up to 九十九.
///
/// # Errors
/// When days are named that are no working days: which of them count is not for the program to guess.
fn working_days(said: &str) -> Result<Option<u32>, NoCycle> {
    let Some((before, _)) = said.split_once("工作日") else {
        let other = ["日内", "天内", "小时内"].iter().any(|word| said.contains(word));
        return if other { Err(refused(said, "不是按工作日写的")) } else { Ok(None) };
    };
    let before = before.strip_suffix('个').unwrap_or(before);
    let tail: Vec<char> = before.chars().rev().take_while(|c| c.is_ascii_digit() || is_numeral(*c)).collect();
    let written: String = tail.into_iter().rev().collect();
    match number(&written) {
        Some(days) => Ok(Some(days)),
        None => Err(refused(said, "没有写明几个工作日")),
    }
}

const NUMERALS: [char; 11] = ['零', '一', '二', '三', '四', '五', '六', '七', '八', '九', '十'];

fn is_numeral(c: char) -> bool {
    NUMERALS.contains(&c) || c == '两'
}

/// `12`, 十二, 二十, 两; `None` for what is no such number.
fn number(written: &str) -> Option<u32> {
    if !written.is_empty() && written.chars().all(|c| c.is_ascii_digit()) {
        // More digits than fit are no limit that anybody means.
        return Some(written.parse().unwrap_or(u32::MAX));
    }
    let digit = |text: &str| -> Option<u32> {
        let mut letters = text.chars();
        let (Some(letter), None) = (letters.next(), letters.next()) else { return None };
        if letter == '两' {
            return Some(2);
        }
        let place = NUMERALS.iter().position(|numeral| *numeral == letter)?;
        u32::try_from(place).ok().filter(|digit| *digit < 10)
    };
    match written.split_once('十') {
        Some((tens, ones)) => {
            let tens = if tens.is_empty() { 1 } else { digit(tens)? };
            let ones = if ones.is_empty() { 0 } else { digit(ones)? };
            Some(tens * 10 + ones)
        }
        None => digit(written),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::code::Coded as _;
    use crate::domain::fixtures::assert_chinese;

    const WITHIN: fn(u32) -> Cycle = |days| Cycle::PerEvent { within_working_days: Some(days) };

    #[test]
    fn what_catalogues_write_is_read_as_the_cycle_that_is_meant() {
        let at_once = Cycle::PerEvent { within_working_days: None };
        for (text, cycle) in [
            ("每月", Cycle::Monthly),
            ("每月10日前公开上月情况", Cycle::Monthly),
            ("按月公开", Cycle::Monthly),
            ("每季度", Cycle::Quarterly),
            ("按季公示", Cycle::Quarterly),
            ("每半年一次", Cycle::HalfYearly),
            ("半年", Cycle::HalfYearly),
            ("每半年度", Cycle::HalfYearly),
            ("每年", Cycle::Yearly),
            ("年度", Cycle::Yearly),
            ("及时公开", at_once),
            ("事项发生后", at_once),
            ("自信息形成或变更之日起20个工作日内", WITHIN(20)),
            ("决定作出后３个工作日内", WITHIN(3)),
            ("事项发生后五个工作日内", WITHIN(5)),
            ("十五个工作日内", WITHIN(15)),
            ("二十个工作日", WITHIN(20)),
            ("两个工作日内", WITHIN(2)),
        ] {
            assert_eq!(Cycle::read(text), Ok(cycle), "{text}");
        }
        for kind in CycleKind::ALL {
            assert_eq!(Cycle::read(kind.code()).unwrap().kind(), *kind);
            assert_eq!(Cycle::read(kind.label()).unwrap().kind(), *kind);
        }
    }

    #[test]
    fn what_names_no_cycle_or_two_is_refused_in_a_sentence_that_says_what_to_write() {
        for text in [
            "",
            "长期公开",
            "每月或每季度",
            "7日内",
            "三天内公开",
            "若干个工作日内",
            "0个工作日内",
            "900个工作日内",
            "每月5个工作日内",
            "十十个工作日",
        ] {
            let reason = Cycle::read(text).unwrap_err().reason;
            assert_chinese(&reason);
            assert!(reason.contains("每月、每季度"), "{text}: {reason}");
        }
    }

    #[test]
    fn the_words_of_a_cycle_are_read_back_as_that_cycle() {
        let all = [Cycle::Monthly, Cycle::Quarterly, Cycle::HalfYearly, Cycle::Yearly, WITHIN(7), WITHIN(60)];
        for cycle in all.into_iter().chain([Cycle::PerEvent { within_working_days: None }]) {
            assert_eq!(Cycle::read(&cycle.words()), Ok(cycle));
            let stored = serde_json::to_string(&cycle).unwrap();
            assert_eq!(serde_json::from_str::<Cycle>(&stored).unwrap(), cycle);
        }
    }
}
