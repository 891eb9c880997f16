//! 公示附件: a file is kept with a record of disclosure: what hangs on the board, or a photo of it.

use super::answers::Answers;
use super::attaching::{self, NAME, PATH};
use super::permission::Who;
use super::{Act, On, Questions, StreamAct, StreamOutcome};
use crate::domain::context::Context;
use crate::domain::disclosure::event::DisclosureEvent;
use crate::domain::disclosure::{Disclosure, DisclosureState};
use crate::domain::refusal::{Refusal, RefusalCode};

/// The row of this act.
pub static ACT: Act = Act {
    code: "disclosure_attach",
    who: &[Who::CommissionOperator, Who::UnitHandler],
    questions: Questions {
        title: "公示附件",
        summary: "把一个文件附在这条记录上，照原样保存，程序从不打开它",
        fields: &[PATH, NAME],
        confirm: None,
    },
    example: r#"{"path":"/var/lib/ydt/inbox/公示栏.jpg"}"#,
    on: On::Disclosure(StreamAct::by(decide).ready(ready)),
};

fn ready(disclosure: &Disclosure) -> Result<(), Refusal> {
    if disclosure.state == DisclosureState::Cancelled {
        let message = "这条记录已经取消，不再附文件。";
        return Err(Refusal::new(RefusalCode::WrongStage, message));
    }
    Ok(())
}

fn decide(
    disclosure: &Disclosure,
    answers: &Answers,
    context: &Context<'_>,
) -> Result<StreamOutcome<DisclosureEvent>, Refusal> {
    let attached = attaching::taken(&disclosure.files, answers, context, "这条记录")?;
    Ok(DisclosureEvent::from(attached).into())
}
