//! What each town-wide setting means, for whoever sets it.

use super::setting_key::SettingKey;

impl SettingKey {
    /// What it means, for whoever sets it.
    #[must_use]
    pub const fn meaning(self) -> &'static str {
        match self {
            Self::TriageLimit => {
                "收到投诉后几个工作日内受理、转办或上报（通知三（二）2）；只用于以后开始的时限"
            }
            Self::TransferAgainLimit => "收回改办后几个工作日内重新研判转办；只用于以后开始的时限",
            Self::ConsultationLimit => {
                "咨询类自承办单位收件起几个工作日办结（通知三（二）3）；只用于以后开始的时限"
            }
            Self::NonConsultationLimit => {
                "非咨询类自承办单位收件起几个工作日办结（通知三（二）3）；只用于以后开始的时限"
            }
            Self::ApproachingShort => {
                "5 个工作日以内的时限，剩余几个工作日起算临期；改后正在走的时限随之重算"
            }
            Self::ApproachingLong => "更长的时限，剩余几个工作日起算临期；改后正在走的时限随之重算",
            Self::SendBackWithin => "承办单位收件后几个工作日内可以退件",
            Self::SendBackRulingFrom => "同一件第几次退件起须由镇纪委书记裁定",
            Self::HandlingClockStopsAt => "办理时限到哪一步停止：closure 办结（通知原文），reply 答复",
            Self::CloseWithoutEvaluationAfter => "答复后几个工作日仍无评价，回访后可按未评价办结",
            Self::UrgeNoticeAfter => "办理超期后第几个工作日起提出催办通知书；由人决定是否出文",
            Self::CircularAfter => "催办通知书发出后满几个工作日仍没有答复的提出通报；由人决定是否拟稿",
            Self::ReplyHintAbove => "答复意见超过多少字时提示精练（通知附件1），只提示，不拦",
            Self::ClosingHour => "到期日当天几点截止；24:00 即当天结束，过点即算超期",
            Self::OfficeHoursFrom => "工作日从几点起响铃和运行通知命令，之前的提醒顺延到此时",
            Self::OfficeHoursTo => "工作日到几点止响铃和运行通知命令，之后的提醒顺延到下一个工作日",
            Self::Identity => {
                "凭什么认人：login 登录会话（系统记下的登录用户）；sudo 只在系统记不下登录用户时用，此后各画面写明身份依据"
            }
            Self::BlankAfter => "操作台几分钟没有按键就隐去画面、遮挡身份，按任意键回到原处；0 即不自动隐去",
            Self::RecordActWithin => {
                "书面送达、书面审签、已送出的答复，事后几个工作日内可以按书面日期补录；更早的须有镇纪委书记意见"
            }
            Self::ResubmitExtensionWithin => {
                "到期前申请、到期后被退回的延期申请，退回后几个工作日内可以修改重报一次"
            }
            Self::OverrideEndsOnWorkingDay => {
                "另有规定的时限按自然日算、最后一天是休息日的，是否顺延到下一个工作日；只用于以后变更的时限"
            }
            Self::DisclosureDueDay => {
                "上一期的应公开事项最迟在下一个月几日公开，当天算按时（通知三（一）：每月10日前）；改后没有公开的随之重算"
            }
            Self::DisclosureRestDay => {
                "公示公开到期日是休息日时怎么算：stays 不顺延（通知没有说顺延），after 顺延到下一个工作日，before 提前到上一个工作日"
            }
            Self::DisclosureAtOnce => {
                "重点项目、重大工程、重要民生事项等及时公开的，事项发生后几个工作日内公开；事项自己写明期限的按事项"
            }
            Self::AttachmentLimit => "一个附件最多多少 MiB",
            Self::RetentionYears => "办结后几年可以清除投诉人身份和附件（ydt purge）；到期后 ydt check 会说",
            Self::BulletinOnTime => "办理按期率低于百分之几的单位写进通报；应办结不足 5 件的单位不比",
            Self::BulletinSatisfied => "群众满意率低于百分之几的单位写进通报；评价不足 5 件的单位不比",
            Self::HeadToSystemLog => {
                "每天第一次检查时限时，是否把链头（件数和哈希）写进系统日志，留作外部凭据"
            }
            Self::RemindHalfTriage => "受理转办时限过半时是否提醒",
            Self::RemindHalfShort => "5 个工作日以内的办理时限过半时是否提醒",
            Self::MeetingRecordSecretary => {
                "研判会记录在出席人员签字后，是否再送镇纪委书记审批；只用于以后送签的记录"
            }
            Self::RemindHalfLong => "更长的办理时限过半时是否提醒",
            Self::ChainProposalSection
            | Self::ChainReplySection
            | Self::ChainReplyVillage
            | Self::ChainReplyCommission => {
                "依次由谁审签；重点事项另加镇主要领导；只用于以后送审的文书，正在审签的照旧"
            }
            Self::ChainProposalVillage | Self::ChainProposalCommission => {
                "自愿送审时依次由谁审签；重点事项另加镇主要领导；只用于以后送审的文书"
            }
            Self::ChainExtensionSection | Self::ChainExtensionVillage | Self::ChainExtensionCommission => {
                "逐级由谁审签；第三次起另加镇主要领导；只用于以后送审的申请"
            }
            Self::OpeningPlatform | Self::OpeningOther => {
                "答复意见的第一句（通知附件1）；答复送出时固定，以后改了不影响已送出的"
            }
            Self::ReplyClosing => "答复意见的最后一句（通知附件1）；答复送出时固定",
            Self::ReplyUnit => "答复意见由谁落款；默认为承办单位；答复送出时固定",
            Self::ReplyReviewedBy => "答复表上的答复审核单位（通知附件4）；默认为镇纪委；答复送出时固定",
            Self::NumberPrefix => "文号开头的字；只用于以后编的文号",
            Self::AgreePhrases => "审签同意时可以直接选的意见，回车取第一条",
            Self::ReturnPhrases => "退回修改时可以直接选的意见",
            Self::ChainReportUp | Self::ChainClue | Self::ChainOverride | Self::ChainCircular => {
                "依次由谁审签；只用于以后送审的文书，正在审签的照旧"
            }
        }
    }
}
