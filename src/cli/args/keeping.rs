//! Commands about files that go in and out: attachments, backups, restores.

use std::path::PathBuf;

use clap::Args;

use super::super::read;

#[derive(Debug, Args)]
pub(in crate::cli) struct Attach {
    #[arg(value_name = "编号", help = "本镇编号（2026-0001）、平台编号、研判会（m3）或公示记录（d3）")]
    pub(in crate::cli) case: String,
    #[arg(
        value_name = "名称",
        required_unless_present = "get",
        help = "附件的名称；内容从标准输入读，如 ydt attach 2026-0001 照片.jpg < 照片.jpg"
    )]
    pub(in crate::cli) name: Option<String>,
    #[arg(long, value_name = "序号", value_parser = read::count, conflicts_with = "name", help = "另存这个附件，计入经过")]
    pub(in crate::cli) get: Option<u32>,
    #[arg(
        short,
        long,
        value_name = "文件",
        default_value = "-",
        hide_default_value = true,
        requires = "get",
        help = "另存到哪里，须是文件夹或还没有的文件；不写或写 - 输出到标准输出"
    )]
    pub(in crate::cli) output: PathBuf,
    #[arg(long, help = "输出 JSON")]
    pub(in crate::cli) json: bool,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct Backup {
    #[arg(value_name = "文件", help = "备份文件的路径，须是还没有的文件；与 --keep 同用时写文件夹")]
    pub(in crate::cli) to: PathBuf,
    #[arg(long, value_name = "份数", value_parser = read::kept, help = "由程序命名，放进这个文件夹，只留最近的这么多份")]
    pub(in crate::cli) keep: Option<u32>,
    #[arg(long, help = "输出 JSON")]
    pub(in crate::cli) json: bool,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct Restore {
    #[arg(value_name = "备份文件", help = "ydt backup 做的备份，或从异地副本取回的文件")]
    pub(in crate::cli) from: PathBuf,
    #[arg(long, help = "是从异地副本取回的文件：换上以后，取回的这一份随即抹去")]
    pub(in crate::cli) from_copy: bool,
    #[arg(long, value_name = "文件夹", help = "附件的副本在哪里；不写在备份文件旁边找")]
    pub(in crate::cli) attachments: Option<PathBuf>,
    #[arg(long, help = "现在的数据库有更新的记录也恢复，这些记录不再保留")]
    pub(in crate::cli) force: bool,
    #[arg(long, help = "输出 JSON")]
    pub(in crate::cli) json: bool,
}
