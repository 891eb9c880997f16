//! What a row says beside a case that is here already: nothing, something new, or something else altogether.

use super::row::{differences, is_another_complaint, satisfaction};
use crate::actions::evaluate;
use crate::domain::case::Case;
use crate::domain::case::nobody::is_nobody;
use crate::domain::case::respondents::Register;
use crate::domain::event::CaseEvent;
use crate::domain::view::intake_row::IntakeRow;

pub(in crate::office) enum Beside {
    /// Of a sealed case nothing may come in again, not even as a difference.
    Sealed,
    /// Another complaint under the same number (同号异件), and why the row cannot be taken.
    Another(String),
    /// What is new; nothing, when only the way of writing is.
    News(Box<News>),
}

pub(in crate::office) struct News {
    /// The complainant's word, where the case waits for it.
    pub word: Option<CaseEvent>,
    /// What differs, as sentences for the operator.
    pub differences: Vec<String>,
}

/// Compares a row with the case of its number; `name` is what that case is called in a refusal.
pub(in crate::office) fn beside(case: &Case, row: &IntakeRow, name: &str, register: &Register) -> Beside {
    if case.sealed {
        return Beside::Sealed;
    }
    if is_another_complaint(case, row) {
        return Beside::Another(format!(
            "同号异件：编号与{name}相同，事项名称、内容、投诉人都不同，没有导入；请向平台核对编号。"
        ));
    }
    let comment = row.evaluation_comment.as_deref().filter(|comment| !is_nobody(comment));
    let word = satisfaction(row).and_then(|word| evaluate::on_platform(case, word, comment));
    // A word that becomes the evaluation is no difference besides.
    let without_word = IntakeRow { satisfaction: None, evaluation_comment: None, ..row.clone() };
    let differences = differences(case, if word.is_some() { &without_word } else { row }, register);
    Beside::News(Box::new(News { word, differences }))
}
