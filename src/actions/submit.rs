//! 送审: puts a draft before its signers; positions are resolved to people now (`domain.md` §3).

use super::answers::Answers;
use super::field::{Field, FieldKind, words};
use super::permission::Who;
use super::{Act, CaseAct, On, Questions, permission};
use crate::domain::case::respondents::Register;
use crate::domain::case::stage::Stage;
use crate::domain::case::{Case, chain};
use crate::domain::code::Coded as _;
use crate::domain::context::Context;
use crate::domain::document::{Document, Step, Terms};
use crate::domain::event::{CaseEvent, CaseFact as _, DocumentSubmitted, drafting};
use crate::domain::refusal::{Refusal, RefusalCode};
use crate::domain::sealable::Sealable;
use crate::domain::sight::identity::Identity;
use crate::domain::words::{ClockKind, DocumentKind, DocumentState};

const DOCUMENT: Field = Field::optional("document", "文书", FieldKind::Choice(words::<DocumentKind>))
    .hint("只有一份草稿时可不填");

const REPLACE: Field = Field::optional("replace_identity", "换成投诉人", FieldKind::Flag)
    .hint("文中有投诉人的姓名或联系方式时，填“是”由系统换成“投诉人”后送审");

/// The row of this act.
pub static ACT: Act = Act {
    code: "submit",
    who: &[Who::UnitHandler, Who::CommissionOperator, Who::PartyOperator],
    questions: Questions {
        title: "送审",
        summary: "把草稿按规定的审签链送给领导审签",
        fields: &[DOCUMENT, REPLACE],
        confirm: None,
    },
    example: r#"{"document":"proposal"}"#,
    on: On::Case(
        CaseAct::at(Stage::OPEN, decide).ready(ready).prefill(prefill).leaving(DocumentSubmitted::CODE),
    ),
};

/// Drafts that can go to their signers where the case stands, newest first.
fn drafts(case: &Case) -> Vec<&Document> {
    let mut drafts: Vec<&Document> = DocumentKind::ALL
        .iter()
        .filter(|kind| has_its_place(**kind, case.stage))
        .filter_map(|kind| case.document(*kind))
        .filter(|document| document.state == DocumentState::Draft)
        .collect();
    drafts.sort_by_key(|document| std::cmp::Reverse(document.drafted_at));
    drafts
}

/// Whether a document still says something at this stage: a proposal does not once the unit has the case.
const fn has_its_place(kind: DocumentKind, stage: Stage) -> bool {
    match kind {
        DocumentKind::Proposal | DocumentKind::ReportUp => {
            matches!(stage, Stage::Complaint | Stage::Acceptance)
        }
        DocumentKind::Reply => matches!(stage, Stage::Drafting),
        DocumentKind::Extension | DocumentKind::Override | DocumentKind::Clue | DocumentKind::Circular => {
            stage.is_with_unit()
        }
    }
}

fn ready(case: &Case, context: &Context<'_>) -> Result<(), Refusal> {
    if !drafts(case).is_empty() {
        return Ok(());
    }
    Err(match case.open_step() {
        Some((document, _, step)) => under_way(document, step, context),
        None => Refusal::new(
            RefusalCode::MissingDocument,
            "没有待送审的草稿，请先起草（拟办意见做“拟办”，上报意见做“上报”，答复意见做“拟答复”）。",
        ),
    })
}

fn under_way(document: &Document, step: &Step, context: &Context<'_>) -> Refusal {
    Refusal::new(
        RefusalCode::AlreadySubmitted,
        format!(
            "{}已在审签中，正等{}（{}）审签。",
            document.kind.label(),
            step.names(context.org),
            step.title()
        ),
    )
}

/// An extension is applied for before the limit ends (N§三(二)3); a draft in the drawer is no application.
fn check_in_time(draft: &Document, case: &Case, context: &Context<'_>) -> Result<(), Refusal> {
    let clock = case.clock(ClockKind::Handling).filter(|_| draft.kind == DocumentKind::Extension);
    let Context { now, settings, calendar, .. } = context;
    match clock {
        Some(clock) if !case.may_apply_for_extension(clock, *now, settings, calendar) => Err(Refusal::new(
            RefusalCode::OutOfTime,
            format!("办理时限已于{}到期，延期申请须在到期前送审，不能再送。", clock.due_on),
        )),
        Some(_) | None => Ok(()),
    }
}

fn prefill(case: &Case, _: &Context<'_>) -> Answers {
    Answers::none().with(DOCUMENT.name, drafts(case).first().map_or("", |draft| draft.kind.code()))
}

fn decide(case: &Case, answers: &Answers, context: &Context<'_>) -> Result<Vec<CaseEvent>, Refusal> {
    let chosen: Option<DocumentKind> = answers.word(&DOCUMENT)?;
    let wanted = |kind: DocumentKind| chosen.is_none_or(|chosen| chosen == kind);
    let under_review = case.open_steps().find(|(document, ..)| chosen == Some(document.kind));
    if let Some((document, _, step)) = under_review {
        return Err(under_way(document, step, context));
    }
    let draft = drafts(case).into_iter().find(|document| wanted(document.kind)).ok_or_else(|| {
        let label = chosen.map_or("文书", |kind| kind.label());
        Refusal::new(RefusalCode::MissingDocument, format!("没有待送审的{label}草稿，请先起草。"))
    })?;
    permission::check_bringer(draft.kind, case, context)?;
    check_in_time(draft, case, context)?;
    let mut events = without_identity(draft, case, answers, context)?;
    let steps = chain::resolve(draft.kind, case, context.org, &context.settings.chains)?;
    let (version, hash) = match events.last() {
        Some(CaseEvent::DocumentDrafted(rewritten)) => (rewritten.version, rewritten.hash.clone()),
        Some(_) | None => (draft.version, draft.hash.clone()),
    };
    events.push(CaseEvent::DocumentSubmitted(DocumentSubmitted {
        document: draft.kind,
        version,
        hash,
        steps,
    }));
    Ok(events)
}

/// What stands in a text where the complainant's name or telephone stood.
const IN_ITS_PLACE: &str = "投诉人";

/// A text that goes for signature names the complainant nowhere (`domain.md` §10, Nothing leaks through text): it is
/// refused, or written anew with 投诉人 in the place of name and contact where that is asked for.
fn without_identity(
    draft: &Document,
    case: &Case,
    answers: &Answers,
    context: &Context<'_>,
) -> Result<Vec<CaseEvent>, Refusal> {
    let register = Register::of(context.org);
    let claims = draft.claims.as_ref().and_then(Sealable::body);
    let basis = match &draft.terms {
        Some(Terms::Override { basis, .. }) => Some(basis.as_str()),
        Some(Terms::Extension { .. }) | None => None,
    };
    let texts = [Some(draft.text.text()), claims, basis];
    let parts: Vec<&str> = parts(case)
        .into_iter()
        .filter(|(_, sign)| texts.iter().flatten().any(|text| !sign.occurrences(text, &register).is_empty()))
        .map(|(label, _)| label)
        .collect();
    if parts.is_empty() {
        return Ok(Vec::new());
    }
    if !answers.flag(&REPLACE)? {
        return Err(REPLACE.refuses(
            RefusalCode::IdentityInText,
            format!(
                "{}第{}稿里有投诉人的{}，没有送审：审签的文字一律只写“{IN_ITS_PLACE}”。请改稿后再送审，\
                 或把“{}”填“是”，由系统替换后送审；称呼和电话打印时由系统按登记填写。",
                draft.kind.label(),
                draft.version,
                parts.join("和"),
                REPLACE.label
            ),
        ));
    }
    let identity = Identity::of(&case.complainant);
    let replaced = |text: &str| replaced(&identity, &register, text);
    let terms = draft.terms.clone().map(|terms| match terms {
        Terms::Override { limit, unit, basis } => Terms::Override { limit, unit, basis: replaced(&basis) },
        Terms::Extension { days, special } => Terms::Extension { days, special },
    });
    drafting::draft_with(case, draft.kind, replaced(draft.text.text()), terms, claims.map(replaced))
}

/// Name and contact of whoever complains, each as it is looked for.
fn parts(case: &Case) -> [(&'static str, Identity); 2] {
    let who = &case.complainant;
    let body = |text: &Sealable| text.body().map(str::to_owned);
    let names = who.name.iter().chain(&who.former_names).filter_map(body);
    let contacts = who.contact.iter().chain(&who.former_contacts).filter_map(body);
    [("姓名", Identity::by(names, None)), ("联系方式", Identity::by(None, contacts))]
}

fn replaced(identity: &Identity, register: &Register, text: &str) -> String {
    let (mut told, mut at) = (String::with_capacity(text.len()), 0);
    for occurrence in identity.occurrences(text, register) {
        told.push_str(text.get(at..occurrence.place.start).unwrap_or_default());
        told.push_str(IN_ITS_PLACE);
        at = occurrence.place.end;
    }
    told.push_str(text.get(at..).unwrap_or_default());
    told
}

#[cfg(test)]
mod tests {
    use crate::actions::fixtures::people::{
        IN_CHARGE, OPERATOR, PARTY_OPERATOR, PRINCIPAL, SECRETARY, town_without,
    };
    use crate::actions::fixtures::{Bench, MONDAY, SECTION_ASSESSMENT, VILLAGE_ASSESSMENT, moment};
    use crate::domain::document::hash::text_hash;
    use crate::domain::event::{CaseEvent, DocumentSubmitted};
    use crate::domain::refusal::RefusalCode;
    use crate::domain::words::{DocumentKind, DocumentState};

    fn drafted(assessment: &[(&str, &str)]) -> Bench {
        let mut bench = Bench::accepted(assessment);
        bench.did("propose", &[("text", "拟请核实。")], OPERATOR, MONDAY);
        bench
    }

    #[test]
    fn the_draft_goes_to_its_signers_with_the_hash_that_they_will_bind() {
        let mut key = SECTION_ASSESSMENT.to_vec();
        key.push(("key_matters", "livelihood"));
        let mut bench = drafted(&key);
        let events = bench.did("submit", &[("document", "拟办意见")], PARTY_OPERATOR, MONDAY);
        let [CaseEvent::DocumentSubmitted(DocumentSubmitted { document, version, hash, steps })] =
            events.as_slice()
        else {
            panic!("{events:?}");
        };
        assert_eq!((*document, *version, hash), (DocumentKind::Proposal, 1, &text_hash("拟请核实。")));
        let signers: Vec<&str> = steps.iter().map(|step| bench.org.person_name(step.person)).collect();
        assert_eq!(signers, [SECRETARY, IN_CHARGE, PRINCIPAL]);
        assert_eq!(bench.case.documents[0].state, DocumentState::UnderReview);
        assert_eq!(bench.case.documents[0].submitted_at, Some(moment(MONDAY)));
        assert_eq!(bench.awaited(), [bench.id(SECRETARY)]);
    }

    #[test]
    fn other_routes_may_send_a_proposal_for_signature_of_their_own_will() {
        let mut bench = drafted(VILLAGE_ASSESSMENT);
        bench.did("submit", &[], OPERATOR, MONDAY);
        assert_eq!(bench.case.documents[0].steps.len(), 1);
    }

    #[test]
    fn without_a_draft_there_is_nothing_to_submit() {
        let mut bench = Bench::accepted(SECTION_ASSESSMENT);
        bench.refuses("submit", &[], (OPERATOR, MONDAY), RefusalCode::MissingDocument, &["拟办", "上报"]);
        let mut bench = drafted(SECTION_ASSESSMENT);
        bench.refuses(
            "submit",
            &[("document", "report_up")],
            (OPERATOR, MONDAY),
            RefusalCode::MissingDocument,
            &["上报意见", "起草"],
        );
    }

    #[test]
    fn what_is_under_way_is_not_submitted_again() {
        Bench::proposal_submitted().refuses(
            "submit",
            &[],
            (PARTY_OPERATOR, MONDAY),
            RefusalCode::AlreadySubmitted,
            &["拟办意见", SECRETARY, "镇纪委书记"],
        );
    }

    /// A draft of 李桂芳's case that names her.
    fn naming_the_complainant(text: &str) -> Bench {
        let mut bench = Bench::registered_with(&[("complainant", "李桂芳"), ("contact", "13812341234")]);
        bench.did("assess", SECTION_ASSESSMENT, OPERATOR, MONDAY);
        bench.did("accept", &[], OPERATOR, MONDAY);
        bench.did("propose", &[("text", text)], PARTY_OPERATOR, MONDAY);
        bench
    }

    #[test]
    fn a_text_that_names_the_complainant_is_not_submitted_and_says_what_belongs_there() {
        let at = (PARTY_OPERATOR, MONDAY);
        for (text, part) in [
            ("拟请社会事务办与李桂芳联系。", "姓名"),
            ("拟请拨138 1234 1234核实。", "联系方式"),
            ("拟请与李桂芳（13812341234）联系。", "姓名和联系方式"),
        ] {
            let mut bench = naming_the_complainant(text);
            let words = ["拟办意见第1稿", part, "“投诉人”", "没有送审"];
            bench.refuses("submit", &[], at, RefusalCode::IdentityInText, &words);
            // What lets warnings about others pass is no field of this act.
            let confirmed = [("confirm_warnings", "是")];
            let refusal = bench.perform("submit", &confirmed, PARTY_OPERATOR, MONDAY).unwrap_err();
            assert_eq!(refusal.code, RefusalCode::UnknownField);
            bench.did("propose", &[("text", "拟请社会事务办与投诉人联系。")], PARTY_OPERATOR, MONDAY);
            bench.did("submit", &[], PARTY_OPERATOR, MONDAY);
        }
    }

    #[test]
    fn asked_for_the_word_stands_in_the_place_of_the_complainant_and_signers_see_that_text() {
        let mut bench = naming_the_complainant("拟请与李桂芳（13812341234）联系。");
        bench.did("submit", &[("replace_identity", "是")], PARTY_OPERATOR, MONDAY);
        let [first, second] = bench.case.documents.as_slice() else { panic!("{:?}", bench.case.documents) };
        assert_eq!(second.text.text(), "拟请与投诉人（投诉人）联系。");
        assert_eq!((first.state, second.state), (DocumentState::Void, DocumentState::UnderReview));
        assert_eq!(second.steps.len(), 2);
        // Nothing is rewritten where nothing is to be replaced.
        let mut plain = naming_the_complainant("拟请核实。");
        plain.did("submit", &[("replace_identity", "是")], PARTY_OPERATOR, MONDAY);
        assert_eq!(plain.case.documents.len(), 1);
    }

    #[test]
    fn anonymous_cases_and_names_of_places_are_let_through() {
        let mut bench = Bench::registered_with(&[("complainant", "新建"), ("village", "新建村")]);
        bench.did("assess", SECTION_ASSESSMENT, OPERATOR, MONDAY);
        bench.did("accept", &[], OPERATOR, MONDAY);
        bench.did("propose", &[("text", "拟请新建村核实。")], PARTY_OPERATOR, MONDAY);
        bench.did("submit", &[], PARTY_OPERATOR, MONDAY);
        let mut bench = Bench::registered_with(&[("complainant", "匿名")]);
        bench.did("assess", SECTION_ASSESSMENT, OPERATOR, MONDAY);
        bench.did("accept", &[], OPERATOR, MONDAY);
        bench.did("propose", &[("text", "匿名投诉，拟请核实。")], PARTY_OPERATOR, MONDAY);
        bench.did("submit", &[], PARTY_OPERATOR, MONDAY);
    }

    #[test]
    fn a_vacant_position_is_named_with_its_unit() {
        let mut bench = drafted(SECTION_ASSESSMENT);
        bench.org = town_without(&[IN_CHARGE]);
        bench.refuses(
            "submit",
            &[],
            (OPERATOR, MONDAY),
            RefusalCode::VacantPosition,
            &["社会事务办", "分管领导", "系统管理员"],
        );
    }
}
