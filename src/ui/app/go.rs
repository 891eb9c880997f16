//! Where calls of screens lead: which screen opens, and what is asked for it.

use super::stack::Stack;
use super::{App, Errand};
use crate::actions::next_step::at_hand_of;
use crate::actions::{Act, Answers, add_units};
use crate::domain::case::Case;
use crate::domain::ids::CaseId;
use crate::domain::refusal::Refusal;
use crate::domain::view::console_place::ConsolePlace;
use crate::domain::view::detail::CaseDetail;
use crate::domain::view::kept_filter::KeptFilter;
use crate::ui::manual::Chapter;
use crate::ui::message::{CaseEffect, Effect, OldDraft, Performed, TerminalEffect};
use crate::ui::screens::batch::{Batch, BatchReport};
use crate::ui::screens::bulletin::BulletinScreen;
use crate::ui::screens::case_detail::CaseScreen;
use crate::ui::screens::disclosure::DisclosureScreen;
use crate::ui::screens::disclosures::Disclosures;
use crate::ui::screens::help::Help;
use crate::ui::screens::inbox::Inbox;
use crate::ui::screens::kept_filters::KeptFilters;
use crate::ui::screens::leave::Leave;
use crate::ui::screens::meeting::MeetingScreen;
use crate::ui::screens::menu::Menu;
use crate::ui::screens::old_drafts::OldDrafts;
use crate::ui::screens::paper::PaperScreen;
use crate::ui::screens::places::{Opens, Place};
use crate::ui::screens::saving::Saving;
use crate::ui::screens::set_up::SetUp;
use crate::ui::screens::settings::Settings;
use crate::ui::screens::{APPROVALS, Call, DASHBOARD, FIGURES, Go, HELP, INBOX, SETTINGS, Screen, Told};

/// The inbox with nothing above it.
pub fn bare() -> Stack {
    Stack::new(Box::new(Inbox::new()), &INBOX)
}

impl App {
    pub(in crate::ui) fn go(&mut self, go: Go) -> Vec<Effect> {
        match go {
            Go::To(place) => self.open(place),
            Go::Case(id) => self.open_case(id),
            Go::Numbered(number) => {
                self.numbered = Some(number.clone());
                vec![Effect::Case(CaseEffect::OpenNumbered(number))]
            }
            Go::Neighbour(rows) => self.neighbour(rows),
            Go::NextAct(id) => self.run_errand(id, Errand::Next),
            Go::NextOf(case) => self.at_hand(&case).map_or_else(Vec::new, |act| self.form(act, &case)),
            Go::MenuOf(id) => self.run_errand(id, Errand::Menu),
            Go::Menu(detail) => self.menu(*detail),
            Go::Papers(case) => self.lay(PaperScreen::of(case)),
            Go::RecordPaper(id, name) => self.lay(PaperScreen::of_meeting(id, name)),
            Go::BatchMenu(marked) => self.lay(Menu::for_marked(marked)),
            Go::ActOn(id, action) => self.run_errand(id, Errand::Action(action)),
            Go::FormOf(action, detail) => self.form_of(action, &detail),
            Go::Filled(action, case, answers) => self.filled_form(action, &case, &answers),
            Go::Unseen(action, left) => self.unseen_form(action, &left),
            Go::Quick(action, all) => self.quick(action, all),
            Go::Listed(action, filter) => {
                let act = self.next_act_id();
                vec![Effect::Case(CaseEffect::PerformListed { act, action, filter })]
            }
            Go::Undo => self.take_back(),
            Go::BatchForm(action, marked) => self.batch_form(action, marked),
            Go::Batch { action, marked, answers, id } => {
                let id = id.unwrap_or_else(|| self.next_act_id());
                self.lay(Batch::new(action, &marked, answers, id))
            }
            Go::Chosen(action) => self.chosen(action),
            Go::TownForm(action, filled) => self.town_form(action, &filled),
            Go::InTown(action, answers) => self.in_town(action, answers),
            Go::Meeting(id) => self.lay(MeetingScreen::new(id)),
            Go::RecordToSign(id) => self.lay(MeetingScreen::to_sign(id)),
            Go::PrepareMeeting(cases) => self.prepare_meeting(&cases),
            Go::MeetingForm { action, meeting, name, answers } => {
                self.meeting_form(action, meeting, name, answers)
            }
            Go::InMeeting(action, meeting, answers) => self.in_meeting(action, meeting, answers),
            Go::Disclosure(id) => self.lay(DisclosureScreen::new(id)),
            Go::DisclosureForm { action, record, answers } => self.disclosure_form(action, record, &answers),
            Go::OnDisclosure(action, record, answers) => self.on_disclosure(action, record, answers),
            Go::DisclosuresFor(number) => self.lay(Disclosures::linking(number)),
            Go::Register => self.register(),
            Go::Filtered(words, filter) => {
                let mut effects = self.open(&INBOX);
                effects.extend(self.tell_screens(Told::Filter(&words, &filter)));
                effects
            }
            Go::Bulletin(stretch) => self.lay(BulletinScreen::of(stretch)),
            Go::Save(wanted) => self.lay(Saving::new(wanted)),
            Go::KeptFilters => self.lay(KeptFilters::beside(&self.stack.place())),
            Go::Recall(kept) => self.recall(&kept),
            Go::Chapter(chapter) => self.chapter(chapter),
            Go::Quit => self.quit(),
        }
    }

    /// The list stands as it did when its filter was kept.
    fn recall(&mut self, kept: &KeptFilter) -> Vec<Effect> {
        let mut effects = self.open(&INBOX);
        let KeptFilter { words, view, sort, .. } = kept.clone();
        let place = ConsolePlace { view, sort, filter: words, ..ConsolePlace::default() };
        effects.extend(self.tell_top(Told::Back(&place)));
        effects.extend(self.tell_top(Told::Opened));
        effects
    }

    /// Opens a place of the tables. A pane closes everything above it; what is on top already is only asked to read
    /// again. What was typed elsewhere becomes a draft first.
    pub(super) fn open(&mut self, place: &'static Place) -> Vec<Effect> {
        if !self.sees_cases() && [&APPROVALS, &DASHBOARD, &FIGURES].iter().any(|other| place.is(other)) {
            self.say_told("您不看投诉件，这一页没有可看的；人员、单位和设置按 7。");
            return Vec::new();
        }
        let open = match place.opens {
            Opens::Call(call) => return self.go(call()),
            Opens::Screen(open) => open,
        };
        let mut effects = self.keep_drafts();
        let is_open = if place.pane.is_some() {
            let is_open = self.stack.clear_for(place);
            effects.extend(self.mask_what_was_left());
            is_open
        } else {
            self.stack.is_on_top(place)
        };
        if !is_open {
            match open(&self.around, self.scope()) {
                Ok(screen) => {
                    self.note_look(place);
                    self.stack.push(screen, Some(place));
                }
                Err(why) => {
                    self.say_wrong(why);
                    return effects;
                }
            }
        }
        // Closing what lies over the inbox changes nothing of it.
        if !place.is(&INBOX) {
            effects.extend(self.tell_top(Told::Opened));
        }
        effects
    }

    /// Whether whoever acts may see cases at all.
    pub(super) fn sees_cases(&self) -> bool {
        self.around.desk.as_ref().is_none_or(|desk| desk.sight().is_some())
    }

    /// Lays a screen over all others.
    pub(super) fn lay(&mut self, screen: impl Screen + 'static) -> Vec<Effect> {
        self.stack.push(Box::new(screen), None);
        self.tell_top(Told::Opened)
    }

    pub(super) fn tell_top(&mut self, told: Told<'_>) -> Vec<Effect> {
        let calls = self.stack.top().hear(told, &self.around);
        self.run(calls)
    }

    pub(super) fn tell_screens(&mut self, told: Told<'_>) -> Vec<Effect> {
        let calls = self.stack.hear(told, &self.around);
        self.run(calls)
    }

    pub(super) fn open_case(&mut self, id: CaseId) -> Vec<Effect> {
        let mut effects = self.lay(CaseScreen::awaiting(id));
        effects.push(Effect::Case(CaseEffect::Open(id)));
        effects
    }

    /// A case that was read already.
    pub(super) fn show_case(&mut self, detail: CaseDetail) -> Vec<Effect> {
        self.lay(CaseScreen::read(detail))
    }

    /// What became of an action on several cases.
    pub(super) fn show_batch(
        &mut self,
        label: &'static str,
        done: &[Performed],
        refused: Vec<(String, Refusal)>,
    ) -> Vec<Effect> {
        self.lay(BatchReport::new(label, done, refused))
    }

    /// Asks about drafts that have lain for long.
    pub(super) fn ask_about(&mut self, old: &[OldDraft]) -> Vec<Effect> {
        self.lay(OldDrafts::new(old))
    }

    /// The questions of the first start.
    pub(super) fn set_up(&mut self) -> Vec<Effect> {
        self.stack = bare();
        self.lay(SetUp::new())
    }

    /// From one case to the next of the list, on the same page.
    fn neighbour(&mut self, rows: isize) -> Vec<Effect> {
        let Some(list) = self.stack.list() else { return Vec::new() };
        let before = list.selected_case();
        let calls = list.step_by(rows);
        let now = list.selected_case();
        let mut effects = self.run(calls);
        let shown = self.stack.top().case().map(|case| case.id);
        match (now, shown) {
            (Some(id), Some(shown)) if id != shown => {
                effects.extend(self.tell_top(Told::Next(id)));
                effects.extend(self.mask_what_was_left());
                effects.push(Effect::Case(CaseEffect::Open(id)));
            }
            (Some(_), _) if before == now => self.say_told("列表到头了。"),
            (Some(_) | None, _) => {}
        }
        effects
    }

    pub(super) fn run_errand(&mut self, id: CaseId, errand: Errand) -> Vec<Effect> {
        self.errand = Some((id, errand));
        vec![Effect::Case(CaseEffect::Open(id))]
    }

    /// The case with the form of its next act over it. What is not for whoever looks leaves the case alone, where the
    /// reason stands.
    pub(super) fn next_act(&mut self, detail: CaseDetail) -> Vec<Effect> {
        let next = self.at_hand(&detail.case);
        let case = detail.case.clone();
        let mut effects = self.show_case(detail);
        if let Some(act) = next {
            effects.extend(self.form(act, &case));
        }
        effects
    }

    fn at_hand(&self, case: &Case) -> Option<&'static Act> {
        at_hand_of(case, &self.around.desk.as_ref()?.context())
    }

    pub(super) fn menu(&mut self, detail: CaseDetail) -> Vec<Effect> {
        let Some(desk) = &self.around.desk else { return Vec::new() };
        let menu = Menu::open(Box::new(detail), desk);
        self.lay(menu)
    }

    /// Opens the form of the action that takes back what was done last.
    pub(super) fn take_back(&mut self) -> Vec<Effect> {
        let Some((id, reverse)) = self.undo else {
            self.say_told(self.what_to_do_instead());
            return Vec::new();
        };
        self.run_errand(id, Errand::Action(reverse))
    }

    /// What to do about the act done last, which nothing undoes.
    fn what_to_do_instead(&self) -> String {
        let Some((number, act)) = &self.last else {
            return "这次打开后还没有办过；以前办的在案件里按 a，用“更正”“补充”或再做一次。".to_owned();
        };
        let instead = act.on_case().map_or("", |on| on.instead);
        format!("“{}”（{number}）不能直接撤销：{instead}。", act.label())
    }

    /// Hides the whole screen; who complains is masked when it comes back.
    pub(super) fn hide(&mut self) -> Vec<Effect> {
        self.hidden.hide();
        self.mask()
    }

    pub(super) fn mask(&mut self) -> Vec<Effect> {
        let Some(id) = self.revealed.take() else {
            return Vec::new();
        };
        let mut effects = self.tell_screens(Told::Masked);
        self.say_done("投诉人身份已重新遮挡。");
        effects.extend([Effect::Case(CaseEffect::Close), Effect::Case(CaseEffect::Open(id))]);
        effects
    }

    /// What was revealed of a case is masked again once the case is no longer open.
    pub(super) fn mask_what_was_left(&mut self) -> Option<Effect> {
        let stack = &self.stack;
        self.revealed.take_if(|id| !stack.shows(*id)).map(|_| Effect::Case(CaseEffect::Close))
    }

    /// A town to which nothing can be transferred yet is set up from its units on, over the inbox to which everything
    /// can be left.
    pub(super) fn first_day(&mut self) -> Vec<Effect> {
        self.stack.push(Box::new(Settings::of_first_day()), Some(&SETTINGS));
        let mut effects = self.tell_top(Told::Opened);
        effects.extend(self.town_form(&add_units::ACT, &Answers::none()));
        effects
    }

    fn chapter(&mut self, chapter: &Chapter) -> Vec<Effect> {
        let help = Help::new(&self.around.keys, self.scope()).at(chapter);
        if self.stack.is_on_top(&HELP) {
            self.stack.pop();
        }
        self.stack.push(Box::new(help), Some(&HELP));
        Vec::new()
    }

    /// Ends at once when nothing is open that could be lost.
    pub(super) fn quit(&mut self) -> Vec<Effect> {
        let told = self.stack.hear(Told::Leaving, &self.around);
        if told.iter().any(|call| matches!(call, Call::Shown)) {
            return Vec::new();
        }
        let open = told.into_iter().filter_map(|call| match call {
            Call::OpenWork { why, stop } => Some((why, stop)),
            Call::Ask(_) | Call::Leave | Call::Go(_) | Call::Say(_) | Call::Shown => None,
        });
        // Work that has to be stopped is named before text that is kept anyway.
        let Some((why, stop)) = open.min_by_key(|(_, stop)| stop.is_none()) else {
            return vec![Effect::Terminal(TerminalEffect::Quit)];
        };
        let mut keep = self.keep_drafts();
        keep.extend(stop);
        self.lay(Leave::new(why, keep))
    }
}
