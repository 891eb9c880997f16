//! The office's standard sentences: of the letter to the complainant, of the numbers of papers, and the opinions that
//! signers pick from. Each is a setting; what a letter said is frozen when it goes out.

/// A standard sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phrase {
    /// Begins the letter about what came over the platform (N附件1).
    OpeningPlatform,
    /// Begins the letter about what came by another way.
    OpeningOther,
    /// Ends the letter (N附件1).
    Closing,
    /// The unit that signs the letter.
    Unit,
    /// The unit that looked the reply over (N附件4 答复审核单位).
    ReviewedBy,
    /// 建纪 of 建纪转〔2026〕12号.
    NumberPrefix,
    /// What signers pick with an agreement.
    Agree,
    /// What signers pick with a return.
    Return,
}

/// Stands for the day on which the complaint was made.
pub const DAY: &str = "{日期}";
/// Stands for what the complaint is about.
pub const MATTER: &str = "{事项}";
/// Stands for the way by which it came.
pub const METHOD: &str = "{方式}";

/// Sets a sentence back to what the program brings.
const USUAL: [&str; 2] = ["默认", "default"];
const LONGEST: usize = 400;
/// A pick list holds so many opinions at most.
const MOST_CHOICES: usize = 9;

/// The sentences in force.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Phrases {
    opening_platform: String,
    opening_other: String,
    closing: String,
    unit: String,
    reviewed_by: String,
    number_prefix: String,
    agree: String,
    give_back: String,
}

impl Default for Phrases {
    fn default() -> Self {
        Self {
            opening_platform: "您于{日期}通过“监督一点通”服务平台，投诉反映的{事项}等问题，现答复如下：".to_owned(),
            opening_other: "您于{日期}{方式}反映的{事项}等问题，现答复如下：".to_owned(),
            closing: "感谢您对我们工作给予的监督、关心、理解和支持！".to_owned(),
            unit: String::new(),
            reviewed_by: String::new(),
            number_prefix: String::new(),
            agree: "同意；同意，请抓紧办理；同意，办理结果及时答复群众；同意，请严格按时限办结".to_owned(),
            give_back: "请补充核实情况后再报；请逐项回应群众反映的问题；请写明由谁办理、何时办结；请核对政策依据和文字表述".to_owned(),
        }
    }
}

impl Phrases {
    /// The sentence; empty where the record says it (the handling unit, the town commission, the town's first character).
    #[must_use]
    pub fn value(&self, phrase: Phrase) -> &str {
        match phrase {
            Phrase::OpeningPlatform => &self.opening_platform,
            Phrase::OpeningOther => &self.opening_other,
            Phrase::Closing => &self.closing,
            Phrase::Unit => &self.unit,
            Phrase::ReviewedBy => &self.reviewed_by,
            Phrase::NumberPrefix => &self.number_prefix,
            Phrase::Agree => &self.agree,
            Phrase::Return => &self.give_back,
        }
    }

    /// The opinions of a pick list, the first of which Enter takes.
    pub fn choices(&self, phrase: Phrase) -> impl Iterator<Item = &str> {
        parts(self.value(phrase))
    }

    fn slot(&mut self, phrase: Phrase) -> &mut String {
        match phrase {
            Phrase::OpeningPlatform => &mut self.opening_platform,
            Phrase::OpeningOther => &mut self.opening_other,
            Phrase::Closing => &mut self.closing,
            Phrase::Unit => &mut self.unit,
            Phrase::ReviewedBy => &mut self.reviewed_by,
            Phrase::NumberPrefix => &mut self.number_prefix,
            Phrase::Agree => &mut self.agree,
            Phrase::Return => &mut self.give_back,
        }
    }

    /// Another sentence in the place of this one.
    ///
    /// # Errors
    /// Why it cannot stand there, in one Chinese sentence.
    pub fn set(&mut self, phrase: Phrase, value: &str) -> Result<(), String> {
        let value = if USUAL.contains(&value) {
            Self::default().value(phrase).to_owned()
        } else {
            value.trim().to_owned()
        };
        check(phrase, &value).map_err(|why| format!("没有修改：{why}。要写 {}。", takes(phrase)))?;
        *self.slot(phrase) = value;
        Ok(())
    }
}

/// Opinions stand behind each other, parted by semicolons, so that commas can stand in them.
fn parts(value: &str) -> impl Iterator<Item = &str> {
    value.split(['；', ';']).map(str::trim).filter(|part| !part.is_empty())
}

fn check(phrase: Phrase, value: &str) -> Result<(), String> {
    if value.chars().any(char::is_control) {
        return Err("要写成一行，不能有换行".to_owned());
    }
    if value.chars().count() > LONGEST {
        return Err(format!("最多{LONGEST}字"));
    }
    if let Some(missing) = demanded(phrase).iter().find(|mark| !value.contains(**mark)) {
        return Err(format!("里面要有 {missing}"));
    }
    if let Some(odd) = unknown_mark(phrase, value) {
        return Err(format!("不认识 {odd}"));
    }
    match phrase {
        Phrase::Agree | Phrase::Return => match parts(value).count() {
            0 => Err("至少要有一条".to_owned()),
            count if count > MOST_CHOICES => Err(format!("最多{MOST_CHOICES}条")),
            _ => Ok(()),
        },
        Phrase::OpeningPlatform | Phrase::OpeningOther | Phrase::Closing if value.is_empty() => {
            Err("不能空着".to_owned())
        }
        Phrase::OpeningPlatform
        | Phrase::OpeningOther
        | Phrase::Closing
        | Phrase::Unit
        | Phrase::ReviewedBy
        | Phrase::NumberPrefix => Ok(()),
    }
}

const fn demanded(phrase: Phrase) -> &'static [&'static str] {
    match phrase {
        Phrase::OpeningPlatform | Phrase::OpeningOther => &[DAY, MATTER],
        Phrase::Closing
        | Phrase::Unit
        | Phrase::ReviewedBy
        | Phrase::NumberPrefix
        | Phrase::Agree
        | Phrase::Return => &[],
    }
}

/// The first thing in braces that nothing would be put in the place of.
fn unknown_mark(phrase: Phrase, value: &str) -> Option<String> {
    let known: &[&str] = if demanded(phrase).is_empty() { &[] } else { &[DAY, MATTER, METHOD] };
    let left = known.iter().fold(value.to_owned(), |left, mark| left.replace(mark, ""));
    let (_, odd) = left.split_once('{')?;
    Some(format!("{{{}", odd.chars().take(10).collect::<String>()))
}

/// Which values a sentence takes, in words.
#[must_use]
pub fn takes(phrase: Phrase) -> String {
    match phrase {
        Phrase::OpeningPlatform | Phrase::OpeningOther => {
            format!("一句话，{DAY}、{MATTER} 要有，{METHOD} 可有；写 默认 恢复原来的")
        }
        Phrase::Closing => "一句话；写 默认 恢复原来的".to_owned(),
        Phrase::Unit => "单位名称；写 默认 即承办单位".to_owned(),
        Phrase::ReviewedBy => "单位名称；写 默认 即镇纪委".to_owned(),
        Phrase::NumberPrefix => "如 建纪；写 默认 即镇名第一个字加“纪”".to_owned(),
        Phrase::Agree | Phrase::Return => {
            format!("1 至 {MOST_CHOICES} 条，用分号隔开，第一条最先；写 默认 恢复原来的")
        }
    }
}

/// A value in the operator's words.
#[must_use]
pub fn in_words(value: &str) -> String {
    if value.is_empty() { "默认".to_owned() } else { value.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_without_its_marks_or_with_unknown_ones_is_refused() {
        for (phrase, odd, why) in [
            (Phrase::OpeningPlatform, "您反映的{事项}，现答复如下：", "里面要有 {日期}"),
            (Phrase::OpeningOther, "您于{日期}反映的{事项}（{姓名}）", "不认识 {姓名}"),
            (Phrase::Closing, "", "不能空着"),
            (Phrase::Closing, "谢谢\n再见", "不能有换行"),
            (Phrase::Agree, "；", "至少要有一条"),
            (Phrase::Return, "1;2;3;4;5;6;7;8;9;10", "最多9条"),
        ] {
            let refusal = Phrases::default().set(phrase, odd).unwrap_err();
            assert!(refusal.contains(why), "{odd}: {refusal}");
        }
        assert!(Phrases::default().set(Phrase::Closing, &"字".repeat(401)).is_err());
    }

    #[test]
    fn what_was_changed_can_be_set_back() {
        for phrase in [
            Phrase::OpeningPlatform,
            Phrase::OpeningOther,
            Phrase::Closing,
            Phrase::Unit,
            Phrase::ReviewedBy,
            Phrase::NumberPrefix,
            Phrase::Agree,
            Phrase::Return,
        ] {
            let mut phrases = Phrases::default();
            let other = match phrase {
                Phrase::OpeningPlatform | Phrase::OpeningOther => "您于{日期}反映{事项}：",
                Phrase::Closing
                | Phrase::Unit
                | Phrase::ReviewedBy
                | Phrase::NumberPrefix
                | Phrase::Agree
                | Phrase::Return => "别的",
            };
            phrases.set(phrase, other).unwrap();
            assert_eq!(phrases.value(phrase), other);
            phrases.set(phrase, "默认").unwrap();
            assert_eq!(phrases, Phrases::default());
        }
    }
}
