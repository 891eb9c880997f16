//! 修改设置: a town-wide value becomes another (`interfaces.md`, `ydt settings`).

use super::answers::Answers;
use super::field::{Field, FieldKind};
use super::permission::Who;
use super::{Act, On, Questions, TownAct};
use crate::domain::code::Coded as _;
use crate::domain::context::Context;
use crate::domain::refusal::Refusal;
use crate::domain::town::event::{SettingChanged, TownEvent};
use crate::domain::town::setting_key::SettingKey;

const KEY: Field = Field::required("key", "设置项", FieldKind::Setting);
const VALUE: Field = Field::required("value", "新的值", FieldKind::Line);

/// The row of this act.
pub static ACT: Act = Act {
    code: "set_setting",
    who: &[Who::Administrator],
    questions: Questions {
        title: "修改设置",
        summary: "修改全镇共用的一项设置，所有人随即按新的值办理",
        fields: &[KEY, VALUE],
        confirm: None,
    },
    example: r#"{"key":"closing_hour","value":"18:00"}"#,
    on: On::Town(TownAct::by(decide)),
};

/// The answers that set this key to this value.
#[must_use]
pub fn answers(key: SettingKey, value: &str) -> Answers {
    Answers::none().with(KEY.name, key.code()).with(VALUE.name, value)
}

fn decide(answers: &Answers, context: &Context<'_>) -> Result<Vec<TownEvent>, Refusal> {
    let key: SettingKey = answers.need_word(&KEY)?;
    let settings = context
        .settings
        .with(key, &answers.need_text(&VALUE)?)
        .map_err(|refusal| refusal.about(VALUE.name))?;
    let (before, after) = (context.settings.value(key), settings.value(key));
    if before == after {
        return Ok(Vec::new());
    }
    Ok(vec![SettingChanged { key: key.code().to_owned(), before, after }.into()])
}
