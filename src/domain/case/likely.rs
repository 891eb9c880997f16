//! What a complaint looks like before anybody assessed it, from the words in it. It marks the likely answer in a form
//! and decides nothing.

use super::Case;
use crate::domain::words::{CaseKind, Scope};

/// Words of complaints about corruption and conduct.
const CONDUCT: [&str; 12] = [
    "介绍费",
    "好处费",
    "收钱",
    "吃拿卡要",
    "优亲厚友",
    "贪污",
    "挪用",
    "截留",
    "冒领",
    "虚报",
    "索要",
    "侵占",
];
/// Words of complaints about what should have been disclosed.
const DISCLOSURE: [&str; 5] = ["没有公示", "未公示", "公示栏", "没有公开", "未公开"];
/// Words of somebody who asks and does not complain.
const QUESTION: [&str; 7] = ["咨询", "请问", "怎么办理", "怎么申请", "如何申请", "什么条件", "需要什么材料"];

impl Case {
    /// The scope that a word in it speaks for, and that word. Nothing speaks for what no word names.
    #[must_use]
    pub fn likely_scope(&self) -> Option<(Scope, &'static str)> {
        let conduct = self.word_among(&CONDUCT).map(|word| (Scope::Conduct, word));
        conduct.or_else(|| self.word_among(&DISCLOSURE).map(|word| (Scope::DisclosureInfo, word)))
    }

    /// That it asks and does not complain, where a word in it says so, and that word.
    #[must_use]
    pub fn likely_kind(&self) -> Option<(CaseKind, &'static str)> {
        self.word_among(&QUESTION).map(|word| (CaseKind::Consultation, word))
    }

    fn word_among(&self, words: &[&'static str]) -> Option<&'static str> {
        if self.sealed {
            return None;
        }
        let (title, content) = (self.title.text(), self.content.text());
        words.iter().copied().find(|word| title.contains(word) || content.contains(word))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::fixtures::case_of;
    use crate::domain::sealable::Sealable;

    #[test]
    fn words_speak_for_scope_and_kind_where_they_stand_and_an_erased_case_for_nothing() {
        let table = [
            ("村干部在流转土地中收介绍费", Some((Scope::Conduct, "介绍费")), None),
            ("低保名单没有公示", Some((Scope::DisclosureInfo, "没有公示")), None),
            ("请问医保报销比例", None, Some((CaseKind::Consultation, "请问"))),
            ("三组路灯不亮", None, None),
        ];
        for (title, scope, kind) in table {
            let mut case = case_of(None, None, "");
            case.title = Sealable::new(title);
            assert_eq!((case.likely_scope(), case.likely_kind()), (scope, kind), "{title}");
            case.sealed = true;
            assert_eq!((case.likely_scope(), case.likely_kind()), (None, None));
        }
    }
}
