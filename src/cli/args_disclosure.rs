//! The part of the command line about disclosure. Doc comments here are the Chinese help texts.

use std::path::PathBuf;

use clap::Subcommand;

use super::read;
use crate::domain::time::Date;

#[derive(Debug, Subcommand)]
pub(super) enum Disclosure {
    #[command(about = "导入本镇的公开事项目录（CSV、XLSX、JSON），按列名认列")]
    Import {
        #[arg(
            value_name = "文件",
            help = "目录文件，首行是列名：领域、一级事项、二级事项、公开时限、公开主体等"
        )]
        file: PathBuf,
        #[arg(long, help = "只列出将要发生的变动，不导入")]
        dry_run: bool,
        #[arg(long, help = "有问题的行先不导入，其余导入")]
        skip_faulty: bool,
    },
    #[command(about = "列出一个月的公示记录和还没有了结的，最早到期的在前")]
    List {
        #[arg(long, value_name = "月份", value_parser = read::month, help = "如 2026-11，公示的是这个月的事项；不写用上个月")]
        month: Option<Date>,
        #[arg(long, help = "输出 JSON")]
        json: bool,
    },
    #[command(about = "列出监督事项清单")]
    Matters,
}
