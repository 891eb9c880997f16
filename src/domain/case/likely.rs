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
    /// The scope that its words speak for, before one is recorded.
    #[must_use]
    pub fn likely_scope(&self) -> Option<Scope> {
        if self.sealed {
            return None;
        }
        Some(if self.speaks_of(&CONDUCT) {
            Scope::Conduct
        } else if self.speaks_of(&DISCLOSURE) {
            Scope::DisclosureInfo
        } else {
            Scope::MattersList
        })
    }

    /// Whether its words ask or complain.
    #[must_use]
    pub fn likely_kind(&self) -> Option<CaseKind> {
        if self.sealed {
            return None;
        }
        Some(if self.speaks_of(&QUESTION) { CaseKind::Consultation } else { CaseKind::NonConsultation })
    }

    fn speaks_of(&self, words: &[&str]) -> bool {
        let (title, content) = (self.title.text(), self.content.text());
        words.iter().any(|word| title.contains(word) || content.contains(word))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::fixtures::case_of;
    use crate::domain::sealable::Sealable;

    #[test]
    fn words_speak_for_scope_and_kind_and_an_erased_case_for_nothing() {
        let table = [
            ("村干部在流转土地中收介绍费", Scope::Conduct, CaseKind::NonConsultation),
            ("低保名单没有公示", Scope::DisclosureInfo, CaseKind::NonConsultation),
            ("请问医保报销比例", Scope::MattersList, CaseKind::Consultation),
            ("三组路灯不亮", Scope::MattersList, CaseKind::NonConsultation),
        ];
        for (title, scope, kind) in table {
            let mut case = case_of(None, None, "");
            case.title = Sealable::new(title);
            assert_eq!((case.likely_scope(), case.likely_kind()), (Some(scope), Some(kind)), "{title}");
            case.sealed = true;
            assert_eq!((case.likely_scope(), case.likely_kind()), (None, None));
        }
    }
}
