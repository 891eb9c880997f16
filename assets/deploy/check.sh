#!/bin/sh
# 一点通：检查 setup.sh 装的环境。每项一行，有一项不对，退出码为 1。
#   sudo ./check.sh        ./check.sh --root 文件夹
set -eu
root=''
if [ "${1:-}" = --root ]; then root=${2:?}; fi
bad=0
right() { echo "对    $1"; }
wrong() {
    echo "不对  $1：$2"
    bad=1
}
skipped() { echo "跳过  $1：$2"; }

# 权限、属主（数字；ydt 表示数据用户）、路径
ids=$(awk -F: '$1 == "ydt" { print $3 }' "$root/etc/passwd" 2>/dev/null || true)
is() {
    path="$root$3"
    if [ ! -e "$path" ]; then
        wrong "$3" "没有这个文件，请运行 setup.sh"
        return
    fi
    mode=$(stat -c %a "$path")
    owner=$(stat -c %u "$path")
    wanted=$2
    [ "$2" != ydt ] || wanted=$ids
    # 装进一个文件夹看看的，未必由 root 运行，属主不比。
    if [ -n "$root" ] && [ "$(id -u)" != 0 ]; then wanted=$owner; fi
    if [ "$mode" != "$1" ]; then
        wrong "$3" "权限是 $mode，请运行：chmod $1 $path"
    elif [ "$owner" != "$wanted" ]; then
        wrong "$3" "属主是 $owner，请运行：chown $2 $path"
    else
        right "$3"
    fi
}
is 755 0 /usr/local/bin/ydt
is 755 0 /usr/local/lib/ydt/login
is 644 0 /etc/ydt/environment
is 644 0 /etc/ydt/config.toml
is 440 0 /etc/sudoers.d/ydt
is 644 0 /etc/ssh/sshd_config.d/ydt.conf
is 644 0 /etc/systemd/system/ydt-watch.service
is 700 ydt /var/lib/ydt
if [ -e "$root/var/lib/ydt/ydt.db" ]; then is 600 ydt /var/lib/ydt/ydt.db; else skipped 数据库 "还没有建"; fi

# 装了异地副本的，连它一起检查。
copy=''
if [ -e "$root/etc/ydt/litestream.yml" ]; then
    copy="/etc/systemd/system/ydt-copy.service /etc/systemd/system/ydt-copy-attachments.timer"
    is 640 0 /etc/ydt/litestream.yml
    is 640 0 /etc/ydt/copy.env
    is 755 0 /usr/local/bin/litestream
    is 755 0 /usr/local/lib/ydt/copy-attachments
    is 755 0 /usr/local/lib/ydt/restore.sh
    for unit in $copy /etc/systemd/system/ydt-copy-attachments.service; do is 644 0 "$unit"; done
    if command -v rsync >/dev/null; then right rsync; else wrong rsync "没有装，附件复制不了，请运行：apt install rsync"; fi
else
    skipped 异地副本 "没有装（setup.sh --copy）"
fi

shell=$(awk -F: '$1 == "ydt" { print $7 }' "$root/etc/passwd" 2>/dev/null || true)
case "$shell" in
    */nologin | */false) right "数据用户 ydt 不能登录" ;;
    '') wrong "数据用户 ydt" "没有这个用户，请运行 setup.sh" ;;
    *) wrong "数据用户 ydt" "能登录，请运行：usermod --shell /usr/sbin/nologin ydt" ;;
esac
if grep -q '^ydt-users:' "$root/etc/group"; then right "ydt-users 组"; else wrong "ydt-users 组" "没有，请运行 setup.sh"; fi

if command -v visudo >/dev/null; then
    if visudo -c -q -f "$root/etc/sudoers.d/ydt" 2>/dev/null; then right sudoers; else wrong sudoers "没有通过 visudo 的检查"; fi
else
    skipped sudoers "没有 visudo"
fi
if [ -z "$root" ] && command -v sshd >/dev/null; then
    if sshd -t; then right sshd; else wrong sshd "设置没有通过检查"; fi
    # 没有它，系统不记是谁登录的，一点通就不能认人。
    if grep -Eq '^[^#]*pam_loginuid\.so' /etc/pam.d/sshd /etc/pam.d/common-* 2>/dev/null; then
        right pam_loginuid
    else
        wrong pam_loginuid "没有启用，请在 /etc/pam.d/sshd 加一行：session required pam_loginuid.so"
    fi
else
    skipped sshd "没有装，或只检查文件夹"
fi
if command -v systemd-analyze >/dev/null && [ -z "$root" ]; then
    # shellcheck disable=SC2086
    if systemd-analyze verify /etc/systemd/system/ydt-watch.service /etc/systemd/system/ydt-check.timer $copy; then
        right "systemd 单元"
    else
        wrong "systemd 单元" "没有通过检查"
    fi
else
    skipped "systemd 单元" "没有 systemd，或只检查文件夹"
fi
exit $bad
