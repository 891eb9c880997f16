//! What each figure counts, in the words in which an office asks about it: shown under the figure and in the manual.

use super::figure::FigureName;

impl FigureName {
    /// What it counts, and of what.
    #[must_use]
    pub const fn meaning(self) -> &'static str {
        match self {
            Self::Received => "本期收到的件",
            Self::CarriedOver => "本期以前收到、到本期开始时还没有结束的件",
            Self::Resumed => "本期以前已结束、本期又恢复办理的件",
            Self::Accepted => "本期受理的件",
            Self::Closed => "本期办的件里，期末已办结的",
            Self::ReportedUp => "本期办的件里，期末已上报区纪委监委的",
            Self::Merged => "本期办的件里，期末已并入别件的",
            Self::Withdrawn => "本期办的件里，期末已撤回的",
            Self::Sealed => "本期办的件里，期末已密封的",
            Self::Open => "到本期最后一天收到而还没有结束的件",
            Self::InScope => "本期收到且已研判的件里，属业务范围内的",
            Self::Consultation => "本期收到且已定类别的件里，属咨询类的",
            Self::KeyMatter => "本期收到且已研判的件里，标为重点事项的",
            Self::Signed => "本期收到的件里，投诉人留了姓名的",
            Self::Repeat => "本期收到的件里，疑似重复投诉的",
            Self::ByMeeting => "本期收到且已研判的件里，由研判会定的",
            Self::Collectively => "本期收到且已研判的件里，由集体研判定的",
            Self::Alone => "本期收到且已研判的件里，由专人单独定的",
            Self::TriageOnTime => "本期评判的受理转办时限里，按期的",
            Self::TriageOnTimeOriginal => "本期评判的受理转办时限里，按最初时限也按期的",
            Self::TriageBackdated => "本期评判的受理转办时限里，凭书面日期补录的",
            Self::TransferAgainOnTime => "收回改办后重新转办的时限里，按期的",
            Self::HandlingOnTime => "本期评判的办理时限里，按期（含延期后）的",
            Self::HandlingOnTimeOriginal => "本期评判的办理时限里，不算延期也按期的",
            Self::HandlingEarly => "本期评判的办理时限里，早于最初到期日停下的",
            Self::HandlingBackdated => "本期评判的办理时限里，凭书面日期补录的",
            Self::Unjudged => "本期停下而不评判的时限（并案、撤回、密封、取消），不计入按期率",
            Self::OverdueNow => "期末在办的件里，时限已过的",
            Self::OverdueEver => "本期办的件里，期末前有过时限超期的",
            Self::Extended => "本期批准的延期次数",
            Self::ExtendedOnce => "本期评判的办理时限里，延期过一次的",
            Self::ExtendedTwice => "本期评判的办理时限里，延期过两次的",
            Self::ExtendedMore => "本期评判的办理时限里，延期过三次以上的",
            Self::SentBack => "本期承办单位退件的次数",
            Self::TakenBack => "本期收回改办的次数",
            Self::Rehandled => "本期因不满意退回重办的次数",
            Self::Reopened => "本期办结后又重新办理的次数",
            Self::Urged => "本期催办的次数",
            Self::CardBlue => "本期发出的蓝色提醒卡",
            Self::CardYellow => "本期发出的黄色预警卡",
            Self::CardRed => "本期发出的红色警示卡",
            Self::CardAnswered => "本期发出的监督提醒卡里，期末已反馈的",
            Self::Satisfied => "本期办结前作出的评价里，满意和基本满意的",
            Self::SatisfiedOfAll => "本期办结前的评价（含未评价）里，满意和基本满意的",
            Self::FullySatisfied => "本期办结前作出的评价里，评“满意”的",
            Self::Dissatisfied => "本期办结前作出的评价里，评“不满意”的",
            Self::NotGiven => "本期办结前的评价里，群众没有评价的",
            Self::SatisfiedLate => "本期办结后补来的评价里，满意和基本满意的",
            Self::Resolved => "本期评价里问明是否解决的，已解决的",
            Self::ResolvedOfAll => "本期评价（含问不到的）里，已解决的",
            Self::ResolvedPartly => "本期评价里问明是否解决的，部分解决的",
            Self::ResolutionUnknown => "本期评价里，没有问或问不到是否解决的",
            Self::TriageDays => "受理转办用的工作日，从收到到转办或上报",
            Self::HandlingDays => "承办单位用的工作日，从收件到办理时限停下",
            Self::StepAssessment => "研判受理用的工作日，从收到到受理或上报",
            Self::StepTransfer => "转办用的工作日，从受理到承办单位收件",
            Self::StepHandling => "承办单位用的工作日，从收件到答复送审",
            Self::StepReview => "审签答复用的工作日，从送审到最后一人签完",
            Self::StepReply => "答复投诉人用的工作日，从签完到答复送达",
            Self::StepEvaluation => "等候评价用的工作日，从答复到评价或记为未评价",
            Self::StepClosure => "办结用的工作日，从评价到办结",
            Self::WholeDays => "从收到到办结的自然日",
            Self::DisclosureOnTime => "本期到期的公示公开记录里，按时公开的",
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::domain::code::Coded as _;

    #[test]
    fn no_two_figures_are_said_to_count_the_same() {
        let all: BTreeSet<&str> = FigureName::ALL.iter().map(|name| name.meaning()).collect();
        assert_eq!(all.len(), FigureName::ALL.len());
    }
}
