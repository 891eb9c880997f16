//! 附件: a file is kept with the case. Its content and its name are told to nobody but those who may see who complains,
//! for nobody here looks into it (`domain.md` §9).

use super::answers::Answers;
use super::attaching::{self, NAME, PATH};
use super::permission::Who;
use super::{Act, CaseAct, On, Questions};
use crate::domain::case::Case;
use crate::domain::case::stage::Stage;
use crate::domain::code::Coded as _;
use crate::domain::context::Context;
use crate::domain::event::{Attached, CaseEvent};
use crate::domain::refusal::Refusal;
use crate::domain::stream_files::FileAttached;

/// The row of this act.
pub static ACT: Act = Act {
    code: "attach",
    who: &[Who::CommissionOperator, Who::PartyOperator, Who::UnitHandler],
    questions: Questions {
        title: "附件",
        summary: "把一个文件附在本件上，照原样保存，程序从不打开它",
        fields: &[PATH, NAME],
        confirm: None,
    },
    example: r#"{"path":"/var/lib/ydt/inbox/现场照片.jpg"}"#,
    on: On::Case(
        CaseAct::at(Stage::ALL, decide).instead("附错的留着，再附上对的；内容须从本镇抹去的用“密封上报”"),
    ),
};

fn decide(case: &Case, answers: &Answers, context: &Context<'_>) -> Result<Vec<CaseEvent>, Refusal> {
    let FileAttached { number, name, file, size, kind } =
        attaching::taken(&case.files, answers, context, "本件")?;
    Ok(vec![Attached { number, name, file, size, kind }.into()])
}

#[cfg(test)]
mod tests {
    use crate::actions::fixtures::people::{OPERATOR, PRINCIPAL, XINJIAN_HANDLER};
    use crate::actions::fixtures::{Bench, MONDAY, TUESDAY};
    use crate::domain::event::CaseEvent;
    use crate::domain::refusal::RefusalCode;

    #[test]
    fn a_file_keeps_its_name_or_gets_the_one_that_was_given_and_is_kept_once() {
        let mut bench = Bench::registered();
        bench.did("attach", &[("path", "/in/名单.pdf")], OPERATOR, TUESDAY);
        assert_eq!((bench.case.files[0].number, bench.case.files[0].name.text()), (1, "名单.pdf"));
        let again = [("path", "/in/名单.pdf"), ("name", "又一份")];
        bench.refuses("attach", &again, (OPERATOR, TUESDAY), RefusalCode::NothingToDo, &["附件1"]);
        let events = bench.did("attach", &[("path", "/in/a"), ("name", "照片")], OPERATOR, TUESDAY);
        let [CaseEvent::Attached(second)] = events.as_slice() else { panic!("{events:?}") };
        assert_eq!((second.number, second.name.text()), (2, "照片"));
    }

    #[test]
    fn a_name_that_no_file_can_have_is_refused() {
        let long = "长".repeat(256);
        let fields = [("path", "/in/a"), ("name", long.as_str())];
        let at = (OPERATOR, TUESDAY);
        Bench::registered().refuses("attach", &fields, at, RefusalCode::InvalidValue, &["255"]);
    }

    #[test]
    fn a_unit_attaches_to_what_it_handles_and_a_leader_to_nothing() {
        let file = [("path", "/in/a")];
        Bench::in_village().did("attach", &file, XINJIAN_HANDLER, TUESDAY);
        let at = (XINJIAN_HANDLER, MONDAY);
        Bench::registered().refuses("attach", &file, at, RefusalCode::NotPermitted, &["承办人"]);
        let at = (PRINCIPAL, TUESDAY);
        Bench::in_village().refuses("attach", &file, at, RefusalCode::NotPermitted, &[PRINCIPAL]);
    }

    #[test]
    fn without_a_file_nothing_is_attached() {
        let at = (OPERATOR, TUESDAY);
        Bench::registered().refuses("attach", &[], at, RefusalCode::MissingField, &["文件"]);
    }
}
