//! Figures: which days, taken apart by what, as which file, frozen under which name.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use crate::cli::read;
use crate::domain::figures::grouping::By;
use crate::domain::time::Date;

#[derive(Debug, Args)]
pub(in crate::cli) struct Report {
    #[arg(long, value_name = "日期", value_parser = read::date, help = "从这一天起；不写从本月1日起")]
    pub(in crate::cli) from: Option<Date>,
    #[arg(long, value_name = "日期", value_parser = read::date, help = "到这一天为止；不写到今天")]
    pub(in crate::cli) to: Option<Date>,
    #[arg(
        long,
        value_name = "分组",
        value_parser = read::by,
        help = "unit 承办单位、village 村社区、route 途径、field 领域、kind 类别、month 月份、source 来源、rank 职级、decided 研判方式"
    )]
    pub(in crate::cli) by: Option<By>,
    #[arg(
        long,
        value_name = "格式",
        hide_possible_values = true,
        help = "text、csv、xlsx 或 json；不写看文件名，都没有即 text"
    )]
    pub(in crate::cli) format: Option<ReportFormat>,
    #[arg(
        short,
        long,
        value_name = "文件",
        help = "写到这个文件（须是还没有的）；不写或写 - 输出到标准输出"
    )]
    pub(in crate::cli) output: Option<PathBuf>,
    #[arg(long, value_name = "名称", help = "把这些数字封存在这个名称下，以后不再变")]
    pub(in crate::cli) freeze: Option<String>,
    #[arg(
        long,
        value_name = "名称",
        conflicts_with_all = ["from", "to", "by", "freeze"],
        help = "看封存过的数字"
    )]
    pub(in crate::cli) frozen: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum ReportFormat {
    Text,
    Csv,
    Xlsx,
    Json,
}
