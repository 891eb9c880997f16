//! `ydt settings`: the town-wide settings with their meaning, one at a time to set.

use std::io::Write;

use super::args;
use super::exit::{Exit, Failure};
use super::json::{SettingChangeJson, SettingJson};
use super::out::{Out, tell};
use super::session::Session;
use crate::domain::code::Coded as _;
use crate::domain::town::setting_key::SettingKey;
use crate::domain::town::settings::Settings;
use crate::domain::view::columns::word;
use crate::domain::view::unsettled::LEFT_TO_THE_DISTRICT;
use crate::office::meaning_label;
use crate::ui::text;

pub(super) fn run<W: Write>(
    session: &mut Session,
    command: &args::Settings,
    out: &mut Out<W>,
) -> Result<Exit, Failure> {
    match command {
        args::Settings::List { json } => {
            list(session.office.settings(), *json, out)?;
            tell_left_to_the_district(session)?;
        }
        args::Settings::Get { key, json } => {
            let settings = session.office.settings();
            if *json {
                out.json(&SettingJson::of(*key, settings))?;
            } else {
                out.line(&settings.value(*key))?;
            }
        }
        args::Settings::Columns { json } => columns(session, *json, out)?,
        args::Settings::Column { name, meaning } => {
            let now = session.now();
            let before = session.office.say_column(name, meaning.as_deref(), now)?;
            let before = before.as_deref().map_or("没有说明", meaning_label);
            let after = session.office.column_words()?.get(&word(name)).cloned();
            let after = after.as_deref().map_or("没有说明", meaning_label);
            tell(&format!("列“{name}”原为：{before}；现为：{after}。已记入经过，以后导入照此办理。"));
        }
        args::Settings::Set { key, value, json } => set(session, *key, value, *json, out)?,
    }
    Ok(Exit::Done)
}

/// Of a case that nobody here may see the administrator learns number and day of receipt, and what is to do.
fn tell_left_to_the_district(session: &Session) -> Result<(), Failure> {
    for left in session.office.left_to_the_district()? {
        tell(&format!("{}（{} 收到）{LEFT_TO_THE_DISTRICT}", left.case_no, left.received_on));
    }
    Ok(())
}

/// What was said of columns that the program does not know.
fn columns<W: Write>(session: &Session, json: bool, out: &mut Out<W>) -> Result<(), Failure> {
    let words = session.office.column_words()?;
    if json {
        out.json(&words)?;
        return Ok(());
    }
    for (name, meaning) in &words {
        out.line(&format!("{} = {}", text::pad(name, 24), meaning_label(meaning)))?;
    }
    if words.is_empty() {
        out.line("还没有说明过任何列；不认得的列一律按身份信息遮蔽。")?;
    }
    Ok(())
}

fn list<W: Write>(settings: &Settings, json: bool, out: &mut Out<W>) -> Result<(), Failure> {
    if json {
        let all: Vec<SettingJson> =
            SettingKey::ALL.iter().map(|key| SettingJson::of(*key, settings)).collect();
        out.json(&all)?;
        return Ok(());
    }
    let defaults = Settings::default();
    for key in SettingKey::ALL {
        let (value, default) = (settings.value(*key), defaults.value(*key));
        let note =
            if value == default { String::new() } else { format!("（原定 {}）", key.in_words(&default)) };
        let value = key.in_words(&value);
        out.line(&format!("{} = {value}{note}", text::pad(key.code(), 44)))?;
        out.line(&format!("    {}：{}", key.label(), key.meaning()))?;
        out.line(&format!("    可写 {}", key.takes()))?;
    }
    Ok(())
}

fn set<W: Write>(
    session: &mut Session,
    key: SettingKey,
    value: &str,
    json: bool,
    out: &mut Out<W>,
) -> Result<(), Failure> {
    let now = session.now();
    let change = session.office.set_setting(key, value, now)?;
    let changed = change.before != change.after;
    if json {
        out.json(&SettingChangeJson { key, before: &change.before, after: &change.after, changed })?;
    } else if changed {
        let (before, after) = (key.in_words(&change.before), key.in_words(&change.after));
        tell(&format!("已把“{}”由 {before} 改为 {after}，已记入经过。", key.label()));
    } else {
        tell(&format!("“{}”本来就是 {}，没有修改。", key.label(), key.in_words(&change.after)));
    }
    Ok(())
}
