#!/bin/sh
# 一点通：从异地副本恢复。由数据用户运行，先请各人退出操作台、停下 ydt-watch 和 ydt-copy。
#   restore.sh 配置文件 数据库 [附件副本] [--force]
# 例：restore.sh /etc/ydt/litestream.yml /var/lib/ydt/ydt.db /mnt/copy/ydt.db.attachments
# 附件副本在另一台机器上的写 用户@机器:文件夹，连接方法同 copy.env 的 RSYNC_RSH，先取回再核对。
# 先取回到数据库旁边的一个新文件，核验通过才换上；现在的文件另存在旁边。
set -eu
umask 077
config=${1:?配置文件} database=${2:?数据库}
shift 2
draft="$database.from-copy"
fetched="$draft.attachments"
rm -rf "$draft" "$draft-wal" "$draft-shm" "$fetched"
trap 'rm -rf "$fetched"' EXIT
if [ $# -gt 0 ] && [ "$1" != --force ]; then
    attachments=$1
    shift
    case "$attachments" in
        *:*)
            rsync --archive --chmod=D0700,F0600 -- "$attachments/" "$fetched/"
            attachments=$fetched
            ;;
    esac
    set -- --attachments "$attachments" "$@"
fi
litestream restore -config "$config" -o "$draft" "$database"
chmod 600 "$draft"
ydt restore --db "$database" --from-copy "$draft" "$@"
