//! Where calls of screens lead: which screen opens, and what is asked for it.

use super::layer::Layer;
use super::leave::Leave;
use super::{App, Errand};
use crate::actions::{self, ACTS, Answers};
use crate::domain::case::Case;
use crate::domain::ids::CaseId;
use crate::domain::town::delegation;
use crate::domain::view::detail::CaseDetail;
use crate::ui::keys::Scope;
use crate::ui::manual::Chapter;
use crate::ui::message::{CaseEffect, Command, Effect, ListEffect, SessionEffect, TerminalEffect};
use crate::ui::screens::act::{Act, Target};
use crate::ui::screens::alerts::AlertList;
use crate::ui::screens::calendar::CalendarScreen;
use crate::ui::screens::case_detail::CaseScreen;
use crate::ui::screens::dashboard::DashboardScreen;
use crate::ui::screens::delegate::Delegate;
use crate::ui::screens::help::Help;
use crate::ui::screens::import::Import;
use crate::ui::screens::menu::Menu;
use crate::ui::screens::palette::Palette;
use crate::ui::screens::person_switch::PersonSwitch;
use crate::ui::screens::{Go, Quick};

impl App {
    pub(super) fn go(&mut self, go: Go) -> Vec<Effect> {
        match go {
            Go::Case(id) => self.open_case(id),
            Go::Numbered(number) => {
                self.numbered = Some(number.clone());
                vec![Effect::Case(CaseEffect::OpenNumbered(number))]
            }
            Go::Neighbour(rows) => self.neighbour(rows),
            Go::MenuOf(id) => self.run_errand(id, Errand::Menu),
            Go::Menu(detail) => self.menu(*detail),
            Go::BatchMenu(marked) => {
                self.layers.push(Layer::Menu(Menu::for_marked(marked)));
                Vec::new()
            }
            Go::Form(action, case) => self.form(action, &case),
            Go::Filled(action, case, answers) => self.filled_form(action, &case, &answers),
            Go::Quick(action, all) => self.quick(action, all),
            Go::Approvals => self.show_approvals(),
            Go::Delegate => self.delegate(),
            Go::BatchForm(action, marked) => self.open_act(action, Target::Many(marked), Answers::none()),
            Go::Chosen(action) => self.chosen(action),
            Go::Register => self.register(),
            Go::Import => {
                let (import, first) = Import::new();
                self.layers.push(Layer::Import(Box::new(import)));
                self.run(vec![first])
            }
            Go::Inbox => self.show_inbox(),
            Go::Filtered(words, filter) => {
                let keep = self.show_inbox();
                let calls = self.inbox.show_filtered(words, filter);
                keep.into_iter().chain(self.run(calls)).collect()
            }
            Go::Dashboard => self.show_dashboard(),
            Go::Calendar => self.show_calendar(),
            Go::Alerts => self.show_alerts(),
            Go::Help => self.help(),
            Go::Chapter(chapter) => self.chapter(chapter),
            Go::People => self.people(),
            Go::Quit => self.quit(),
        }
    }

    fn open_case(&mut self, id: CaseId) -> Vec<Effect> {
        self.layers.push(Layer::Case(Box::new(CaseScreen::awaiting(id))));
        vec![Effect::Case(CaseEffect::Open(id))]
    }

    /// From one case to the next of the list, on the same page.
    fn neighbour(&mut self, rows: isize) -> Vec<Effect> {
        let queue = self.layers.first_mut().and_then(Layer::as_approvals);
        let (before, (id, calls)) = match queue {
            Some(queue) => (queue.selected_case(), queue.neighbour(rows)),
            None => (self.inbox.selected(), self.inbox.neighbour(rows)),
        };
        let mut effects = self.run(calls);
        match (id, self.layers.last_mut()) {
            (Some(id), Some(Layer::Case(case))) if id != case.id() => {
                case.turn_to(id);
                effects.extend(self.mask_what_was_left());
                effects.push(Effect::Case(CaseEffect::Open(id)));
            }
            (Some(_), _) if before == id => self.say_told("列表到头了。"),
            (Some(_) | None, _) => {}
        }
        effects
    }

    fn run_errand(&mut self, id: CaseId, errand: Errand) -> Vec<Effect> {
        self.errand = Some((id, errand));
        vec![Effect::Case(CaseEffect::Open(id))]
    }

    pub(super) fn menu(&mut self, detail: CaseDetail) -> Vec<Effect> {
        if let Some(desk) = &self.desk {
            self.layers.push(Layer::Menu(Menu::open(Box::new(detail), desk)));
        }
        Vec::new()
    }

    /// Opens the form of an action, or says why it can't be done now.
    pub(super) fn form(&mut self, action: &'static actions::Act, case: &Case) -> Vec<Effect> {
        self.filled_form(action, case, &Answers::none())
    }

    /// The same with some fields filled in already.
    fn filled_form(&mut self, action: &'static actions::Act, case: &Case, filled: &Answers) -> Vec<Effect> {
        let Some(desk) = &self.desk else { return Vec::new() };
        if let Err(refusal) = action.allowed(case, &desk.context()) {
            self.say_wrong(refusal.message);
            return Vec::new();
        }
        let prefill = action.prefill(case, &desk.context());
        let prefill = filled.iter().fold(prefill, |answers, (name, value)| answers.with(name, value));
        let target = if action.makes_case() { Target::New } else { Target::one(case) };
        self.open_act(action, target, prefill)
    }

    /// Does an action without a form; several go each for itself.
    fn quick(&mut self, action: &'static actions::Act, all: Vec<Quick>) -> Vec<Effect> {
        self.acts += 1;
        let act = format!("{}-{}", self.session, self.acts);
        let command = |act: String, quick: Quick| Command {
            act,
            case: Some(quick.case),
            seen_seq: Some(quick.seen_seq),
            action: action.code,
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

    /// Opens the form of the action that takes back what was done last.
    pub(super) fn take_back(&mut self) -> Vec<Effect> {
        let Some((id, reverse)) = self.undo else {
            self.say_told("没有可以撤销的办理。");
            return Vec::new();
        };
        self.run_errand(id, Errand::Action(reverse))
    }

    /// Opens the approval queue, closing everything above it.
    pub(super) fn show_approvals(&mut self) -> Vec<Effect> {
        let mut effects = self.keep_drafts();
        let mut approvals = match self.layers.drain(..).next() {
            Some(Layer::Approvals(approvals)) => approvals,
            Some(_) | None => Box::default(),
        };
        effects.extend(self.mask_what_was_left());
        effects.push(approvals.refresh());
        self.layers.push(Layer::Approvals(approvals));
        effects
    }

    fn delegate(&mut self) -> Vec<Effect> {
        let Some(desk) = &self.desk else { return Vec::new() };
        if !delegation::signs(&desk.actor) {
            self.say_wrong("授权代签由审签的领导本人办理，您没有审签的岗位。");
            return Vec::new();
        }
        self.layers.push(Layer::Delegate(Box::new(Delegate::new(desk))));
        Vec::new()
    }

    /// Masks who complains at once, everywhere.
    pub(super) fn mask(&mut self) -> Vec<Effect> {
        let Some(id) = self.revealed.take() else {
            self.say_told("投诉人身份在各处都是遮挡显示的；要看按 a 选“查看身份”。");
            return Vec::new();
        };
        self.layers.iter_mut().filter_map(Layer::as_case).for_each(CaseScreen::mask);
        self.say_done("投诉人身份已重新遮挡。");
        vec![Effect::Case(CaseEffect::Close), Effect::Case(CaseEffect::Open(id))]
    }

    /// What was revealed of a case is masked again once the case is no longer open.
    pub(super) fn mask_what_was_left(&mut self) -> Option<Effect> {
        let open = |id: CaseId| {
            let mut cases = self.layers.iter().filter_map(Layer::case_id);
            cases.any(|open| open == id)
        };
        self.revealed.take_if(|id| !open(*id)).map(|_| Effect::Case(CaseEffect::Close))
    }

    fn register(&mut self) -> Vec<Effect> {
        let unborn = Case::unborn(CaseId(0), "");
        ACTS.iter()
            .find(|action| action.makes_case())
            .map_or_else(Vec::new, |action| self.form(action, &unborn))
    }

    fn open_act(&mut self, action: &'static actions::Act, target: Target, prefill: Answers) -> Vec<Effect> {
        let Some(desk) = &self.desk else { return Vec::new() };
        self.acts += 1;
        let id = format!("{}-{}", self.session, self.acts);
        let act = Act::open(action, target, prefill, id, desk);
        let calls = act.first_calls();
        self.layers.push(Layer::Act(Box::new(act)));
        self.run(calls)
    }

    /// An action chosen by name is done to the case laid open, else to the selected one.
    fn chosen(&mut self, action: &'static actions::Act) -> Vec<Effect> {
        let mut layers = self.layers.iter_mut().rev();
        let open = layers.find_map(|layer| Some(layer.as_case()?.detail()?.case.clone()));
        if let Some(case) = open {
            return self.form(action, &case);
        }
        let queue = self.layers.first_mut().and_then(Layer::as_approvals);
        let selected = queue.map_or_else(|| self.inbox.selected(), |queue| queue.selected_case());
        let Some(id) = selected else {
            self.say_wrong("请先选一件投诉件。");
            return Vec::new();
        };
        self.run_errand(id, Errand::Action(action))
    }

    /// Closes everything above the inbox; what was typed becomes a draft.
    pub(super) fn show_inbox(&mut self) -> Vec<Effect> {
        let mut keep = self.keep_drafts();
        self.layers.clear();
        keep.extend(self.mask_what_was_left());
        keep
    }

    /// Closes everything and lays the dashboard over the inbox; its figures are read anew.
    pub(super) fn show_dashboard(&mut self) -> Vec<Effect> {
        let Some(desk) = &self.desk else { return Vec::new() };
        let open = self.layers.iter().position(|layer| matches!(layer, Layer::Dashboard(_)));
        let dashboard = match open.map(|place| self.layers.remove(place)) {
            Some(Layer::Dashboard(open)) => open,
            Some(_) | None => Box::new(DashboardScreen::new(desk)),
        };
        let mut effects = self.show_inbox();
        self.layers.push(Layer::Dashboard(dashboard));
        effects.push(Effect::Lists(ListEffect::Dashboard));
        effects
    }

    fn show_calendar(&mut self) -> Vec<Effect> {
        if let Some(desk) = &self.desk {
            self.layers.push(Layer::Calendar(Box::new(CalendarScreen::new(desk))));
        }
        Vec::new()
    }

    pub(super) fn show_alerts(&mut self) -> Vec<Effect> {
        if !matches!(self.layers.last(), Some(Layer::Alerts(_))) {
            self.layers.push(Layer::Alerts(AlertList::default()));
        }
        Vec::new()
    }

    pub(super) fn palette(&mut self) -> Vec<Effect> {
        let sandbox = self.desk.as_ref().is_some_and(|desk| desk.sandbox);
        self.layers.push(Layer::Palette(Palette::new(sandbox)));
        Vec::new()
    }

    pub(super) fn help(&mut self) -> Vec<Effect> {
        let scope = self.scope();
        if scope != Scope::Help {
            self.layers.push(Layer::Help(Help::new(&self.keys, scope)));
        }
        Vec::new()
    }

    fn chapter(&mut self, chapter: &Chapter) -> Vec<Effect> {
        let help = Help::new(&self.keys, self.scope()).at(chapter);
        match self.layers.last_mut() {
            Some(Layer::Help(open)) => *open = help,
            Some(_) | None => self.layers.push(Layer::Help(help)),
        }
        Vec::new()
    }

    /// Only in the practice town. Another person's screens replace this one's, so what was typed is kept first.
    pub(super) fn people(&mut self) -> Vec<Effect> {
        let keep = self.keep_drafts();
        let Some(desk) = self.desk.as_ref().filter(|desk| desk.sandbox) else {
            self.say_wrong("只有演练库可以切换身份。");
            return keep;
        };
        if !matches!(self.layers.last(), Some(Layer::People(_))) {
            self.layers.push(Layer::People(PersonSwitch::new(desk)));
        }
        keep
    }

    /// Ends at once when nothing is open that could be lost.
    pub(super) fn quit(&mut self) -> Vec<Effect> {
        if matches!(self.layers.last(), Some(Layer::Leave(_))) {
            return Vec::new();
        }
        let typed = self.layers.iter().any(|layer| matches!(layer, Layer::Act(act) if act.is_dirty()));
        let runs =
            self.layers.iter().any(|layer| matches!(layer, Layer::Import(import) if import.is_running()));
        let why = match (typed, runs) {
            (false, false) => return vec![Effect::Terminal(TerminalEffect::Quit)],
            (_, true) => "导入正在进行；退出就取消导入，一件也不会留下。",
            (true, false) => "有表单没有提交；内容会留作草稿，下次打开时可以恢复。",
        };
        let mut keep = self.keep_drafts();
        if runs {
            keep.push(Effect::Session(SessionEffect::Cancel));
        }
        self.layers.push(Layer::Leave(Leave::new(why, keep)));
        Vec::new()
    }
}
