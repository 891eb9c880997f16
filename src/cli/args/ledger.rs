//! The ledger: which cases, as which file.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use crate::cli::read;
use crate::domain::time::Date;
use crate::domain::view::listing::View;

#[derive(Debug, Args)]
pub(in crate::cli) struct Ledger {
    #[arg(long, value_name = "日期", value_parser = read::date, help = "从这一天收到的起，如 2026-01-01")]
    pub(in crate::cli) from: Option<Date>,
    #[arg(long, value_name = "日期", value_parser = read::date, help = "到这一天收到的为止")]
    pub(in crate::cli) to: Option<Date>,
    #[arg(long, value_name = "视图", value_parser = read::view, help = "和 ydt list 一样；不写全部")]
    pub(in crate::cli) view: Option<View>,
    #[arg(long, value_name = "筛选", help = "筛选词，如 \"单位:新建村 超期\"")]
    pub(in crate::cli) search: Option<String>,
    #[arg(
        long,
        value_name = "格式",
        hide_possible_values = true,
        help = "xlsx、csv 或 json；不写看文件名，都没有即 csv"
    )]
    pub(in crate::cli) format: Option<LedgerFormat>,
    #[arg(
        short,
        long,
        value_name = "文件",
        help = "写到这个文件（须是还没有的）；不写或写 - 输出到标准输出"
    )]
    pub(in crate::cli) output: Option<PathBuf>,
    #[arg(long, help = "含投诉人姓名、电话；只有镇纪委专人、镇纪委书记可以，要写 --reason")]
    pub(in crate::cli) identity: bool,
    #[arg(long, value_name = "用途", requires = "identity", help = "为什么要含身份，计入全镇经过")]
    pub(in crate::cli) reason: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum LedgerFormat {
    Xlsx,
    Csv,
    Json,
}
