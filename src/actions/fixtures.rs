//! A workbench for tests of actions: one case in the small town, on which commands are performed as the program does,
//! recorded and folded.

use super::{Answers, Outcome, find, perform};
use crate::domain::attachment::{FileKind, TakenFile};
use crate::domain::calendar::Calendar;
use crate::domain::case::Case;
use crate::domain::context::{Brought, Context};
use crate::domain::event::evolve;
use crate::domain::event::{CaseEvent, Recorded};
use crate::domain::fixtures::{
    IN_CHARGE, OPERATOR, PARTY_OPERATOR, SECRETARY, XINJIAN_HANDLER, assert_chinese, drafted, named, town,
};
use crate::domain::ids::PersonId;
use crate::domain::ids::{CaseId, ChainPlace};
use crate::domain::paper::PaperKind;
use crate::domain::refusal::{Refusal, RefusalCode};
use crate::domain::time::{Date, Moment};
use crate::domain::town::org::{Org, Person};
use crate::domain::town::settings::Settings;

pub(super) use crate::domain::fixtures as people;

pub(crate) mod later;

/// Monday; the days around it are ordinary working days.
pub const MONDAY: &str = "2026-11-16 09:00";
pub const TUESDAY: &str = "2026-11-17 09:00";
pub const WEDNESDAY: &str = "2026-11-18 09:00";
pub const THURSDAY: &str = "2026-11-19 09:00";

/// Fields of a form.
pub type Fields<'a> = &'a [(&'a str, &'a str)];

pub const VILLAGE_ASSESSMENT: Fields<'static> = &[
    ("scope", "matters_list"),
    ("kind", "non_consultation"),
    ("field", "civil_affairs"),
    ("route", "village"),
    ("unit", "新建村"),
];
pub const SECTION_ASSESSMENT: Fields<'static> = &[
    ("scope", "matters_list"),
    ("kind", "consultation"),
    ("field", "civil_affairs"),
    ("route", "party_committee"),
    ("unit", "社会事务办"),
];
pub const OWN_ASSESSMENT: Fields<'static> =
    &[("scope", "conduct"), ("kind", "non_consultation"), ("field", "other"), ("route", "commission")];
pub const OUT_OF_SCOPE: Fields<'static> =
    &[("scope", "out_of_scope"), ("kind", "consultation"), ("field", "medical")];

/// A case and everything that decisions look at.
pub struct Bench {
    pub case: Case,
    pub record: Vec<Recorded>,
    pub org: Org,
    pub calendar: Calendar,
    pub settings: Settings,
    /// The other case that a command names.
    pub other: Option<Case>,
    /// What was laid out or looked up for a command.
    pub brought: Option<Brought>,
}

/// The file in this place, as if it had been taken in.
pub(super) fn taken(path: &str) -> TakenFile {
    TakenFile {
        name: path.rsplit('/').next().unwrap().to_owned(),
        sha256: crate::domain::document::hash::text_hash(path),
        size: 2048,
        kind: FileKind::Pdf,
    }
}

impl Bench {
    /// Numbers, and nothing registered yet.
    pub fn unborn() -> Self {
        Self {
            case: Case::unborn(CaseId(1), "2026-0001"),
            record: Vec::new(),
            org: town(),
            calendar: Calendar::embedded(),
            settings: Settings::default(),
            other: None,
            brought: None,
        }
    }

    /// At 投诉 since Monday.
    pub fn registered() -> Self {
        Self::registered_with(&[])
    }

    /// The same with further facts.
    pub fn registered_with(more: Fields<'_>) -> Self {
        let mut bench = Self::unborn();
        let mut fields = vec![
            ("title", "低保名单未公示"),
            ("content", "没有张贴名单"),
            ("complained_at", "2026-11-15 20:00"),
        ];
        fields.extend(more);
        bench.did("register", &fields, OPERATOR, MONDAY);
        bench
    }

    /// At 受理 since Monday.
    pub fn accepted(assessment: Fields<'_>) -> Self {
        let mut bench = Self::registered();
        bench.did("assess", assessment, OPERATOR, MONDAY);
        bench.did("accept", &[], OPERATOR, MONDAY);
        bench
    }

    /// At 转办 in 新建村 since Tuesday.
    pub fn in_village() -> Self {
        let mut bench = Self::accepted(VILLAGE_ASSESSMENT);
        bench.did("transfer", &[], OPERATOR, TUESDAY);
        bench
    }

    /// At 办理 in 新建村 since Tuesday.
    pub fn being_handled() -> Self {
        let mut bench = Self::in_village();
        bench.did("acknowledge", &[], XINJIAN_HANDLER, TUESDAY);
        bench
    }

    /// At 受理 with a proposal waiting for the discipline secretary since Monday.
    pub fn proposal_submitted() -> Self {
        let mut bench = Self::accepted(SECTION_ASSESSMENT);
        bench.did("propose", &[("text", "拟请社会事务办核实。")], PARTY_OPERATOR, MONDAY);
        bench.did("submit", &[], PARTY_OPERATOR, MONDAY);
        bench
    }

    /// The same with every signature.
    pub fn proposal_signed() -> Self {
        let mut bench = Self::proposal_submitted();
        bench.did("sign", &[], SECRETARY, TUESDAY);
        bench.did("sign", &[("opinion", "同意")], IN_CHARGE, TUESDAY);
        bench
    }

    /// At 转办 in 社会事务办 since Tuesday.
    pub fn in_section() -> Self {
        let mut bench = Self::proposal_signed();
        bench.did("transfer", &[], PARTY_OPERATOR, TUESDAY);
        bench
    }

    /// At 投诉 with a reason for reporting up waiting for the discipline secretary since Monday.
    pub fn report_submitted() -> Self {
        let mut bench = Self::registered();
        bench.did("assess", OUT_OF_SCOPE, OPERATOR, MONDAY);
        bench.did("report_up", &[("reason", "属区级部门职权")], OPERATOR, MONDAY);
        bench.did("submit", &[], OPERATOR, MONDAY);
        bench
    }

    /// At 上报 since Tuesday.
    pub fn reported() -> Self {
        let mut bench = Self::report_submitted();
        bench.did("sign", &[], SECRETARY, TUESDAY);
        bench
    }

    /// At 撤回 since Tuesday.
    pub fn withdrawn() -> Self {
        let mut bench = Self::registered();
        bench.did("withdraw", &[("reason", "来电撤回")], OPERATOR, TUESDAY);
        bench
    }

    /// The same bench with what was laid out for a command.
    pub fn bringing(mut self, brought: Brought) -> Self {
        self.brought = Some(brought);
        self
    }

    /// With the unit since Tuesday, the transfer note issued.
    pub fn with_paper() -> Self {
        let mut bench = Self::in_village().bringing(drafted(PaperKind::Transfer));
        bench.did("issue_paper", &[("kind", "transfer")], OPERATOR, TUESDAY);
        bench
    }

    /// The people whom the case waits for.
    pub fn awaited(&self) -> Vec<PersonId> {
        self.case.waits_for(&self.org).map(|awaited| awaited.people().to_vec()).unwrap_or_default()
    }

    /// The number of somebody.
    pub fn id(&self, name: &str) -> PersonId {
        named(&self.org, name).id
    }

    /// What a decision of this person at this moment is made with.
    pub fn context<'a>(&'a self, actor: &'a Person, now: Moment) -> Context<'a> {
        Context {
            now,
            calendar: &self.calendar,
            org: &self.org,
            settings: &self.settings,
            actor,
            other: self.other.as_ref(),
            brought: self.brought.as_ref(),
        }
    }

    /// The file that a command names, as if it had been taken in.
    fn taken(fields: Fields<'_>) -> Option<Brought> {
        let (_, path) = fields.iter().find(|(name, path)| *name == "path" && !path.is_empty())?;
        Some(Brought::File(taken(path)))
    }

    /// Performs a command and, when it is not refused, records what happened.
    pub fn perform(
        &mut self,
        code: &str,
        fields: Fields<'_>,
        actor: &str,
        at: &str,
    ) -> Result<Outcome, Refusal> {
        let answers =
            fields.iter().fold(Answers::none(), |answers, (name, value)| answers.with(name, *value));
        let actor = named(&self.org, actor).clone();
        let now = moment(at);
        let brought = Self::taken(fields).or_else(|| self.brought.clone());
        let context = Context { brought: brought.as_ref(), ..self.context(&actor, now) };
        let outcome = perform(find(code)?, &self.case, &answers, &context)?;
        for event in outcome.events.clone() {
            self.record(event, code, actor.id, outcome.on_behalf_of, now);
        }
        Ok(outcome)
    }

    fn record(
        &mut self,
        mut event: CaseEvent,
        action: &str,
        actor: PersonId,
        on_behalf_of: Option<PersonId>,
        at: Moment,
    ) {
        let seq = u32::try_from(self.record.len() + 1).unwrap();
        for (place, _, text) in event.sealables_mut() {
            text.set_mac(format!("{seq:04x}-{place}"));
        }
        let recorded = Recorded {
            seq,
            place: ChainPlace(i64::from(seq)),
            at,
            actor,
            on_behalf_of,
            action: action.to_owned(),
            origin: "test".to_owned(),
            hash: String::new(),
            event,
        };
        evolve(&mut self.case, &recorded);
        self.record.push(recorded);
    }

    /// Records a fact as an older program did.
    pub fn recorded(&mut self, event: CaseEvent, actor: &str, at: &str) {
        let actor = self.id(actor);
        self.record(event, "old", actor, None, moment(at));
    }

    /// What a command that must succeed brought about.
    #[track_caller]
    pub fn did(&mut self, code: &str, fields: Fields<'_>, actor: &str, at: &str) -> Vec<CaseEvent> {
        match self.perform(code, fields, actor, at) {
            Ok(outcome) => outcome.events,
            Err(refusal) => panic!("{code} was refused: {refusal}"),
        }
    }

    /// Checks that a command is refused for this reason, in Chinese words that hold all of these, and changes nothing.
    #[track_caller]
    pub fn refuses(
        &mut self,
        code: &str,
        fields: Fields<'_>,
        (actor, at): (&str, &str),
        expected: RefusalCode,
        words: &[&str],
    ) {
        let before = self.case.clone();
        let refusal = match self.perform(code, fields, actor, at) {
            Err(refusal) => refusal,
            Ok(outcome) => panic!("{code} was not refused: {:?}", outcome.events),
        };
        assert_eq!(refusal.code, expected, "{refusal}");
        assert_chinese(&refusal.message);
        for word in words {
            assert!(refusal.message.contains(word), "“{word}” is missing in: {refusal}");
        }
        assert_eq!(self.case, before);
    }
}

/// A moment in the town.
pub fn moment(text: &str) -> Moment {
    Moment::parse(text).unwrap()
}

/// A civil date.
pub fn day(text: &str) -> Date {
    text.parse().unwrap()
}
