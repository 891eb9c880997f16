#!/bin/sh
# 一点通：在服务器上装好多人共用的环境。可以重复运行；已有的数据库不动。
#   sudo ./setup.sh --program ./ydt [--member 登录名]... [--copy] [--litestream ./litestream]
#   --copy 连异地副本的单元、脚本和配置一起装；以前装过的不写也更新
#   ./setup.sh --root 文件夹 --program ./ydt   只装进一个文件夹，用来看看会装什么
set -eu
umask 022
here=$(cd "$(dirname "$0")" && pwd)
root='' program='' members='' copy='' litestream=''
fail() {
    echo "$1" >&2
    exit 2
}
while [ $# -gt 0 ]; do
    case "$1" in
        --root) root=${2:?} && shift 2 ;;
        --program) program=${2:?} && shift 2 ;;
        --member) members="$members ${2:?}" && shift 2 ;;
        --copy) copy=yes && shift ;;
        --litestream) copy=yes && litestream=${2:?} && shift 2 ;;
        *) fail "不认识 $1，什么也没有装；用法见本文件开头。" ;;
    esac
done
[ -f "$program" ] || fail "要用 --program 指明 ydt 程序，什么也没有装。"
[ -z "$litestream" ] || [ -f "$litestream" ] || fail "没有 $litestream 这个文件，什么也没有装；litestream 从它的发布页下载。"
[ ! -f "$root/etc/ydt/litestream.yml" ] || copy=yes
if [ -z "$root" ] && [ "$(id -u)" != 0 ]; then
    fail "要由 root 运行，什么也没有装；只想看看会装什么的，加 --root 文件夹。"
fi
mkdir -p "$root/etc"
[ -f "$root/etc/passwd" ] || : >"$root/etc/passwd"
[ -f "$root/etc/group" ] || : >"$root/etc/group"

# 数据用户没有密码，也没有登录 shell；使用一点通的人各用各的账号，都加入 ydt-users 组。
has() { grep -q "^$2:" "$root/etc/$1"; }
add_group() { if [ -n "$root" ]; then groupadd --prefix "$root" --system "$1"; else groupadd --system "$1"; fi; }
add_user() {
    if [ -n "$root" ]; then
        useradd --prefix "$root" --system --gid ydt --home-dir /var/lib/ydt --no-create-home --shell /usr/sbin/nologin ydt
    else
        useradd --system --gid ydt --home-dir /var/lib/ydt --no-create-home --shell /usr/sbin/nologin ydt
    fi
}
has group ydt || add_group ydt
has group ydt-users || add_group ydt-users
has passwd ydt || add_user
for member in $members; do
    [ -n "$root" ] || usermod --append --groups ydt-users "$member"
done

# 程序已经在它的位置上的，不用再放。
put() { [ "$2" -ef "$root$3" ] || install -D -m "$1" "$2" "$root$3"; }
put 0755 "$program" /usr/local/bin/ydt
put 0755 "$here/login" /usr/local/lib/ydt/login
put 0644 "$here/environment" /etc/ydt/environment
[ -f "$root/etc/ydt/config.toml" ] || put 0644 "$here/config.toml" /etc/ydt/config.toml
put 0644 "$here/sshd_ydt.conf" /etc/ssh/sshd_config.d/ydt.conf
for unit in ydt-watch.service ydt-check.service ydt-check.timer; do
    put 0644 "$here/$unit" "/etc/systemd/system/$unit"
done
# 写错的 sudoers 会让所有人都用不了 sudo，所以先查再放。
if command -v visudo >/dev/null; then
    visudo -c -q -f "$here/ydt.sudoers" || fail "sudoers 片段没有通过检查，没有装。"
fi
put 0440 "$here/ydt.sudoers" /etc/sudoers.d/ydt

install -d -m 0700 "$root/var/lib/ydt"
if [ "$(id -u)" = 0 ]; then
    owner=$(awk -F: '$1 == "ydt" { print $3 ":" $4 }' "$root/etc/passwd")
    chown "$owner" "$root/var/lib/ydt"
fi

# 异地副本：去处写在 /etc/ydt 的两个文件里，里面有密钥的位置，只让 root 改、ydt 读。
if [ -n "$copy" ]; then
    [ -z "$litestream" ] || put 0755 "$litestream" /usr/local/bin/litestream
    for script in copy-attachments restore.sh; do
        put 0755 "$here/copy/$script" "/usr/local/lib/ydt/$script"
    done
    for unit in ydt-copy.service ydt-copy-attachments.service ydt-copy-attachments.timer; do
        put 0644 "$here/copy/$unit" "/etc/systemd/system/$unit"
    done
    for file in litestream.yml copy.env; do
        [ -f "$root/etc/ydt/$file" ] || put 0640 "$here/copy/$file" "/etc/ydt/$file"
        [ "$(id -u)" != 0 ] || chown "0:${owner#*:}" "$root/etc/ydt/$file"
    done
fi
if [ -z "$root" ]; then
    if command -v sshd >/dev/null; then
        sshd -t || fail "sshd 的设置没有通过检查，没有重新载入；请查看 /etc/ssh/sshd_config.d/ydt.conf。"
        systemctl reload ssh 2>/dev/null || systemctl reload sshd 2>/dev/null || true
    fi
    if [ -d /run/systemd/system ]; then
        systemctl daemon-reload
    fi
fi
if [ -n "$copy" ]; then
    [ -x "$root/usr/local/bin/litestream" ] || echo "还没有 /usr/local/bin/litestream：下载后再运行一次，加 --litestream 文件。"
    command -v rsync >/dev/null || echo "还没有 rsync，附件复制不了：apt install rsync。"
    echo "副本的去处写在 $root/etc/ydt/litestream.yml 和 copy.env，写好后：systemctl enable --now ydt-copy.service ydt-copy-attachments.timer"
fi
echo "已装好。下一步：$here/check.sh${root:+ --root $root} 检查；还没有数据库的，按 README.md 建库。"
