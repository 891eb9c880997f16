//! A refusal is a value: a stable code for scripts, and one Chinese sentence that says what is missing and who
//! can supply it. It is expected, so it is never an error report.

use std::borrow::Cow;

use crate::domain::code::Coded as _;

coded! {
    /// Why something was not done.
    pub enum RefusalCode {
        /// The actor's positions do not allow it.
        NotPermitted = "not_permitted" "没有权限",
        /// The case is not at a stage where this can be done.
        WrongStage = "wrong_stage" "阶段不符",
        /// A field must be filled in first.
        MissingField = "missing_field" "缺少内容",
        /// A field was filled in with something that cannot be.
        InvalidValue = "invalid_value" "内容有误",
        /// A field that this command does not have.
        UnknownField = "unknown_field" "没有这一项",
        /// No such command.
        UnknownCommand = "unknown_command" "没有这个命令",
        /// No such case, or not one the actor may see: the answer is the same.
        UnknownCase = "unknown_case" "查无此件",
        /// No such meeting, or not one the actor may see.
        UnknownMeeting = "unknown_meeting" "查无此会",
        /// No such record of disclosure, or not one the actor may see.
        UnknownDisclosure = "unknown_disclosure" "查无此公示记录",
        /// Assessment is not complete.
        NotAssessed = "not_assessed" "尚未研判",
        /// A signature is still outstanding.
        MissingSignature = "missing_signature" "缺少审签",
        /// There is no document to submit, sign or return.
        MissingDocument = "missing_document" "没有文书",
        /// It is not this person's turn to sign.
        NotYourStep = "not_your_step" "未到您审签",
        /// The document is already under way.
        AlreadySubmitted = "already_submitted" "已在审签中",
        /// Nobody holds the position that has to sign.
        VacantPosition = "vacant_position" "岗位空缺",
        /// The unit's kind does not fit the route.
        WrongUnit = "wrong_unit" "单位不符",
        /// The person or unit is concerned by the complaint.
        Recused = "recused" "需要回避",
        /// A day that is too early, too late or in the future.
        OutOfTime = "out_of_time" "时间不符",
        /// Somebody else was faster.
        Conflict = "conflict" "已被他人办理",
        /// The number is taken.
        Duplicate = "duplicate" "编号重复",
        /// The number is that of a case which others handle and the actor may not see.
        Elsewhere = "elsewhere" "由其他人员办理",
        /// Something should be looked at before going on; going on is possible.
        NeedsConfirmation = "needs_confirmation" "请先核对",
        /// The paper that was signed is not the text that stands.
        OutdatedSheet = "outdated_sheet" "文稿已变",
        /// A text for signature names the complainant.
        IdentityInText = "identity_in_text" "文中有投诉人身份",
        /// An end that still lacks something, each item named.
        Incomplete = "incomplete" "尚不完整",
        /// The database could not be written; the same can be tried again.
        NotSaved = "not_saved" "没有保存",
        /// The time of the machine contradicts the record.
        DoubtfulTime = "doubtful_time" "时间存疑",
        /// Nothing would change.
        NothingToDo = "nothing_to_do" "没有变化",
    }
}

/// What was not done, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// For scripts and tests.
    pub code: RefusalCode,
    /// The field it is about, by its name in JSON, so that a form can go there.
    pub field: Option<Cow<'static, str>>,
    /// One Chinese sentence for the operator.
    pub message: String,
}

impl Refusal {
    /// A refusal in the operator's words, about no field in particular.
    #[must_use]
    pub fn new(code: RefusalCode, message: impl Into<String>) -> Self {
        Self { code, field: None, message: message.into() }
    }

    /// The same refusal, about this field.
    #[must_use]
    pub fn about(mut self, field: impl Into<Cow<'static, str>>) -> Self {
        self.field = Some(field.into());
        self
    }

    /// The one answer for "no such case" and "not yours".
    #[must_use]
    pub fn unknown_case(named: &str) -> Self {
        Self::new(RefusalCode::UnknownCase, format!("没有您可以办理的投诉件“{named}”，请核对编号。"))
    }

    /// The one answer for "no such meeting" and "not yours".
    #[must_use]
    pub fn unknown_meeting(named: &str) -> Self {
        Self::new(
            RefusalCode::UnknownMeeting,
            format!("没有您可以查看的研判会“{named}”，请核对编号，如 m3。"),
        )
    }

    /// The one answer for "no such record of disclosure" and "not yours".
    #[must_use]
    pub fn unknown_disclosure(named: &str) -> Self {
        Self::new(
            RefusalCode::UnknownDisclosure,
            format!("没有您可以办理的公示记录“{named}”，请核对编号，如 d3。"),
        )
    }

    /// A field that must be filled in.
    #[must_use]
    pub fn missing(field: impl Into<Cow<'static, str>>, label: &str) -> Self {
        Self::new(RefusalCode::MissingField, format!("请填写“{label}”。")).about(field)
    }

    /// A field filled in with something that cannot be.
    #[must_use]
    pub fn invalid(field: impl Into<Cow<'static, str>>, label: &str, why: &str) -> Self {
        Self::unreadable(label, why).about(field)
    }

    /// Words that cannot be understood and stand in no field.
    #[must_use]
    pub fn unreadable(words: &str, why: &str) -> Self {
        Self::new(RefusalCode::InvalidValue, format!("“{words}”{why}"))
    }
}

impl std::fmt::Display for Refusal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Refusal {}

impl serde::Serialize for Refusal {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeStruct as _;
        let mut shape = serializer.serialize_struct("Refusal", 3)?;
        shape.serialize_field("code", self.code.code())?;
        shape.serialize_field("field", &self.field)?;
        shape.serialize_field("message", &self.message)?;
        shape.end()
    }
}
