//! `ydt watch`: the sweep as a service.

use color_eyre::eyre::WrapErr as _;

use super::args::Global;
use super::config::Config;
use super::exit::{Exit, Failure};
use super::out::tell;
use super::place;
use super::session::Session;
use crate::runtime::clock::WallClock;
use crate::runtime::watch::Watch;

pub(super) fn run(session: Session, global: &Global) -> Result<Exit, Failure> {
    let config = Config::load()?;
    let clock = global.now.map_or_else(WallClock::system, WallClock::starting_at);
    let command = (!config.notify.command.is_empty()).then_some(config.notify.command);
    tell(if command.is_some() {
        "时限检查开始运行，新提醒将运行通知命令。"
    } else {
        "时限检查开始运行；配置里没有 notify.command，新提醒只记入数据库，在操作台里显示。"
    });
    let watch = Watch::start(session.office, clock, command, place::state_place()?)
        .wrap_err("系统不允许接收信号，时限检查没有运行；请检查系统限额。")?;
    watch.run(&|sentence| tell(sentence))?;
    tell("时限检查已停止。");
    Ok(Exit::Done)
}
