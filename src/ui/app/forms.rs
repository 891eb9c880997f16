//! Forms of acts: which is opened with what filled in, and acts that need none.

use super::{App, Errand};
use crate::actions::{self, ACTS, Answers, FieldKind, On};
use crate::domain::case::Case;
use crate::domain::ids::CaseId;
use crate::domain::sealable::Sealable;
use crate::domain::view::detail::CaseDetail;
use crate::domain::view::unsettled::LeftToTheDistrict;
use crate::ui::keys::{Do, Scope};
use crate::ui::message::{CaseEffect, Command, Effect, TownCommand, TownEffect};
use crate::ui::screens::act::{Act, Target};
use crate::ui::screens::places::Place;
use crate::ui::screens::{DISCLOSURES, Go, MEETINGS, Quick};

impl App {
    /// Opens the form of an action, or says why it can't be done now.
    pub(super) fn form(&mut self, action: &'static actions::Act, case: &Case) -> Vec<Effect> {
        self.filled_form(action, case, &Answers::none())
    }

    /// The form for a case that was read. One that asks for another case opens with the open one that this case likely
    /// repeats.
    pub(super) fn form_of(&mut self, action: &'static actions::Act, detail: &CaseDetail) -> Vec<Effect> {
        let repeat = detail.repeats.iter().find(|repeat| !repeat.stage.is_final());
        match (action.case_field(), repeat) {
            (Some(field), Some(repeat)) => {
                let filled = Answers::none().with(field.name, repeat.case_no.clone());
                self.filled_form(action, &detail.case, &filled)
            }
            (Some(_), None) | (None, _) => self.form(action, &detail.case),
        }
    }

    /// The same with some fields filled in already.
    pub(super) fn filled_form(
        &mut self,
        action: &'static actions::Act,
        case: &Case,
        filled: &Answers,
    ) -> Vec<Effect> {
        let Some(desk) = &self.around.desk else { return Vec::new() };
        if let Err(refusal) = action.allowed(case, &desk.context()) {
            self.say_wrong(refusal.message);
            return Vec::new();
        }
        let prefill = action.prefill(case, &desk.context());
        let prefill = filled.iter().fold(prefill, |answers, (name, value)| answers.with(name, value));
        let target = if action.makes_case() { Target::New } else { Target::one(case) };
        self.open_act(action, target, prefill)
    }

    /// An act on several cases; one that asks for nothing needs no form.
    pub(super) fn batch_form(
        &mut self,
        action: &'static actions::Act,
        marked: Vec<(CaseId, String)>,
    ) -> Vec<Effect> {
        if action.fields().is_empty() {
            return self.go(Go::Batch { action, marked, answers: Answers::none(), id: None });
        }
        self.open_act(action, Target::Many(marked), Answers::none())
    }

    pub(super) fn next_act_id(&mut self) -> String {
        self.acts += 1;
        format!("{}-{}", self.session, self.acts)
    }

    /// Does an action without a form; several go each for itself.
    pub(super) fn quick(&mut self, action: &'static actions::Act, all: Vec<Quick>) -> Vec<Effect> {
        let act = self.next_act_id();
        let command = |act: String, quick: Quick| Command {
            act,
            case: Some(quick.case),
            seen_seq: quick.seen_seq,
            action,
            answers: quick.answers,
        };
        if all.len() == 1 {
            let only = all.into_iter().next();
            return only
                .map(|quick| Effect::Case(CaseEffect::Perform(Box::new(command(act, quick)))))
                .into_iter()
                .collect();
        }
        let numbered = all.into_iter().enumerate();
        vec![Effect::Case(CaseEffect::PerformMany(
            numbered.map(|(place, quick)| command(format!("{act}.{place}"), quick)).collect(),
        ))]
    }

    pub(super) fn register(&mut self) -> Vec<Effect> {
        let unborn = Case::unborn(CaseId(0), "");
        ACTS.iter()
            .find(|action| action.makes_case())
            .map_or_else(Vec::new, |action| self.form(action, &unborn))
    }

    pub(super) fn open_act(
        &mut self,
        action: &'static actions::Act,
        target: Target,
        prefill: Answers,
    ) -> Vec<Effect> {
        let id = self.next_act_id();
        let Some(desk) = &self.around.desk else { return Vec::new() };
        let usual = target.case().and_then(|case| self.usual.iter().find(|(id, _)| *id == case.id));
        let usual = usual.map_or(&[][..], |(_, usual)| usual);
        let act = Act::open(action, target, prefill, id, desk).offering(&self.around.alerts).knowing(usual);
        self.lay(act)
    }

    /// An action chosen by name is done to the town, or to the case laid open, else to the selected one.
    pub(super) fn chosen(&mut self, action: &'static actions::Act) -> Vec<Effect> {
        match &action.on {
            On::Town(_) => return self.town_form(action, &Answers::none()),
            On::Meeting(on) if on.begins => return self.prepare_meeting(&[]),
            On::Disclosure(on) if on.begins => return self.disclosure_form(action, None, &Answers::none()),
            On::Meeting(_) => return self.menu_of_record(&MEETINGS, "一次会", action.label()),
            On::Disclosure(_) => return self.menu_of_record(&DISCLOSURES, "一条公示记录", action.label()),
            On::Case(_) => {}
        }
        let open = self.stack.cases().find_map(|case| case.read.cloned());
        if let Some(case) = open {
            // What it likely repeats is read with the case alone.
            let is_about_another = action.case_field().is_some();
            return if is_about_another {
                self.run_errand(case.id, Errand::Action(action))
            } else {
                self.form(action, &case)
            };
        }
        let Some(id) = self.stack.list().and_then(|list| list.selected_case()) else {
            self.say_wrong("请先选一件投诉件。");
            return Vec::new();
        };
        self.run_errand(id, Errand::Action(action))
    }

    /// An act on a record of its own is chosen from the menu of the one that is open; where none is, one is shown where
    /// they are.
    fn menu_of_record(&mut self, pane: &'static Place, what: &str, label: &str) -> Vec<Effect> {
        if matches!(self.scope(), Scope::Meeting | Scope::Held | Scope::Disclosure) {
            return self.does(Do::Actions);
        }
        let effects = self.open(pane);
        self.say_told(format!("先打开{what}，再按 a 选“{label}”。"));
        effects
    }

    /// The form of an action on a case of which only its number and day of receipt are known.
    pub(super) fn unseen_form(
        &mut self,
        action: &'static actions::Act,
        left: &LeftToTheDistrict,
    ) -> Vec<Effect> {
        let mut case = Case::unborn(left.case, left.case_no.clone());
        case.seq = left.seq;
        case.title = Sealable::new(format!("（{}收到，须由区纪委监委处理）", left.received_on));
        self.open_act(action, Target::one(&case), Answers::none())
    }

    /// Opens the form of an act on the town, or says why it can't be done now.
    pub(super) fn town_form(&mut self, action: &'static actions::Act, filled: &Answers) -> Vec<Effect> {
        let (Some(desk), Ok(on)) = (&self.around.desk, action.on_town()) else { return Vec::new() };
        let context = desk.context();
        if let Err(refusal) = action.allowed_in_town(&context) {
            self.say_wrong(refusal.message);
            return Vec::new();
        }
        let asks_for_alert = action.fields().iter().any(|field| matches!(field.kind, FieldKind::Alert));
        if asks_for_alert && self.around.alerts.is_empty() {
            self.say_told("没有未读的提醒。");
            return Vec::new();
        }
        let prefill = (on.prefill)(&context);
        let prefill = filled.iter().fold(prefill, |answers, (name, value)| answers.with(name, value));
        let target = Target::Town(desk.org.town.clone());
        self.open_act(action, target, prefill)
    }

    /// Does an act on the town without a form.
    pub(super) fn in_town(&mut self, action: &'static actions::Act, answers: Answers) -> Vec<Effect> {
        let act = self.next_act_id();
        vec![Effect::Town(TownEffect::Perform(Box::new(TownCommand { act, action, answers })))]
    }
}
