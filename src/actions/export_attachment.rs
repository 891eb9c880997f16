//! 另存附件: a copy of an attached file leaves the house. What stands in it nobody here has looked at, so whoever takes one
//! must be entitled to see who complains, or have attached it; that it was taken is a fact (`domain.md` §9).

use super::answers::Answers;
use super::attaching::{self, NUMBER, TARGET};
use super::permission::Who;
use super::{Act, CaseAct, On, Questions};
use crate::domain::case::Case;
use crate::domain::case::stage::Stage;
use crate::domain::code::Coded as _;
use crate::domain::context::Context;
use crate::domain::event::{AttachmentExported, CaseEvent};
use crate::domain::refusal::{Refusal, RefusalCode};
use crate::domain::words::Position;

/// The row of this act.
pub static ACT: Act = Act {
    code: "export_attachment",
    who: &[Who::CommissionOperator, Who::DisciplineSecretary, Who::UnitHandler],
    questions: Questions {
        title: "另存附件",
        summary: "把一个附件另存成文件；附件里可能有投诉人身份，另存计入经过",
        fields: &[NUMBER, TARGET],
        confirm: None,
    },
    example: r#"{"number":1,"path":"/home/zhang/名单.pdf"}"#,
    on: On::Case(
        CaseAct::at(Stage::ALL, decide)
            .ready(ready)
            .prefill(prefill)
            .saving(&NUMBER, &TARGET)
            .instead("另存的文件不在程序里，用完请自行删除"),
    ),
};

fn ready(case: &Case, context: &Context<'_>) -> Result<(), Refusal> {
    if case.files.is_empty() {
        return Err(Refusal::new(RefusalCode::NothingToDo, "本件没有附件。"));
    }
    let is_own = case.files.iter().any(|file| file.by == context.actor.id);
    if is_entitled(case, context) || is_own {
        return Ok(());
    }
    Err(Refusal::new(
        RefusalCode::NotPermitted,
        "附件里可能有投诉人身份，承办人只能另存自己附上的；确需要的，请镇纪委专人对本件做“允许查看”。",
    ))
}

/// Whether the actor may see who complains.
fn is_entitled(case: &Case, context: &Context<'_>) -> bool {
    let acts_as = |position| case.lets_act(context.actor, position, context.org);
    acts_as(Position::CommissionOperator)
        || acts_as(Position::DisciplineSecretary)
        || case.identity_allowed && acts_as(Position::Handler)
}

fn prefill(case: &Case, _: &Context<'_>) -> Answers {
    attaching::only(&case.files)
}

fn decide(case: &Case, answers: &Answers, context: &Context<'_>) -> Result<Vec<CaseEvent>, Refusal> {
    let number = attaching::exported(&case.files, answers, "本件")?.number;
    let is_own = case.files.iter().any(|file| file.number == number && file.by == context.actor.id);
    if !is_own && !is_entitled(case, context) {
        return Err(NUMBER.refuses(
            RefusalCode::NotPermitted,
            format!("附件{number}不是您附上的，里面可能有投诉人身份，您不能另存。"),
        ));
    }
    Ok(vec![AttachmentExported { number }.into()])
}

#[cfg(test)]
mod tests {
    use crate::actions::fixtures::people::{OPERATOR, SECRETARY, XINJIAN_HANDLER};
    use crate::actions::fixtures::{Bench, Fields, THURSDAY, TUESDAY};
    use crate::domain::event::{AttachmentExported, CaseEvent};
    use crate::domain::refusal::RefusalCode;

    const FIRST: Fields<'static> = &[("number", "1"), ("path", "/out/")];

    fn with_files() -> Bench {
        let mut bench = Bench::in_village();
        bench.did("attach", &[("path", "/in/a")], OPERATOR, TUESDAY);
        bench.did("attach", &[("path", "/in/b")], XINJIAN_HANDLER, TUESDAY);
        bench
    }

    #[test]
    fn whoever_may_see_who_complains_takes_a_copy_and_that_is_recorded() {
        for actor in [OPERATOR, SECRETARY] {
            let events = with_files().did("export_attachment", FIRST, actor, TUESDAY);
            assert_eq!(events, [CaseEvent::AttachmentExported(AttachmentExported { number: 1 })]);
        }
    }

    #[test]
    fn a_handler_takes_what_they_attached_themselves_and_the_rest_only_when_allowed() {
        let mut bench = with_files();
        bench.did("export_attachment", &[("number", "2"), ("path", "/out/")], XINJIAN_HANDLER, TUESDAY);
        let at = (XINJIAN_HANDLER, TUESDAY);
        bench.refuses("export_attachment", FIRST, at, RefusalCode::NotPermitted, &["附件1", "身份"]);
        bench.did("allow_identity", &[("reason", "入户核实")], OPERATOR, TUESDAY);
        bench.did("export_attachment", FIRST, XINJIAN_HANDLER, THURSDAY);
        let mut none = Bench::in_village();
        none.did("attach", &[("path", "/in/a")], OPERATOR, TUESDAY);
        none.refuses("export_attachment", FIRST, at, RefusalCode::NotPermitted, &["允许查看"]);
    }

    #[test]
    fn a_file_that_is_not_there_cannot_be_saved() {
        let at = (OPERATOR, TUESDAY);
        Bench::registered().refuses("export_attachment", FIRST, at, RefusalCode::NothingToDo, &["没有附件"]);
        let third = [("number", "3"), ("path", "/out/")];
        with_files().refuses("export_attachment", &third, at, RefusalCode::InvalidValue, &["附件3", "2个"]);
    }
}
