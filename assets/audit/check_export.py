#!/usr/bin/env python3
"""核对“ydt audit export”导出的记录。只用 Python 标准库，不需要一点通本身。

用法：python3 check_export.py 导出文件 [条数:链头]

链头写在文书、台账和备份的输出上；给出它，还能发现末尾被截掉或整个被换掉。
"""
import hashlib
import json
import sys

NOT_COVERED = """没有核对的：投诉人身份和投诉内容（导出里没有，只有摘要）、现状与经过是否一致、
提醒和登记表等由经过推出的内容、数据库文件本身。这些由 ydt verify 核对。"""
NUMBERS = ("position", "stream", "seq", "actor", "on_behalf_of")
TEXTS = ("at", "action", "act", "origin", "body")


def digest(previous, entry):
    """上一条的指纹，五个数，五段文字（各带长度），依次相接后的 SHA-256。"""
    sum_ = hashlib.sha256(previous)
    for name in NUMBERS:
        sum_.update((entry[name] or 0).to_bytes(8, "big", signed=True))
    for name in TEXTS:
        text = entry[name].encode("utf-8")
        sum_.update(len(text).to_bytes(8, "big") + text)
    return sum_.digest()


def check(lines, anchor):
    """第一处不对的地方，没有则为 None；以及条数和链头。"""
    try:
        head = json.loads(next(lines))
        if head["ydt_audit"] != 1:
            return "不认识的格式，请用同一版本程序附带的脚本", 0, ""
    except (StopIteration, ValueError, KeyError, TypeError):
        return "第一行不是导出的开头", 0, ""
    previous, count, seqs = bytes(32), 0, {}
    reached = anchor is None or anchor == (0, previous.hex())
    for line in lines:
        place = count + 1
        try:
            entry = json.loads(line)
            known = set(entry) == {*NUMBERS, *TEXTS, "hash"}
            computed = digest(previous, entry) if known else b""
            stream, seq = entry["stream"], entry["seq"]
        except (ValueError, KeyError, TypeError, AttributeError, OverflowError):
            return f"第 {place} 条读不出来", count, previous.hex()
        if not known:
            return f"第 {place} 条的栏目不对", count, previous.hex()
        if entry["position"] != place:
            return f"第 {place} 条的位置写的是 {entry['position']}：有删去、插入或调换", count, previous.hex()
        if computed.hex() != entry["hash"]:
            return f"第 {place} 条与它的指纹不符：这一条或前一条被改动过", count, previous.hex()
        if seq != seqs.get(stream, 0) + 1:
            return f"第 {place} 条在本件经过中的次序不对", count, previous.hex()
        seqs[stream] = seq
        previous, count = computed, place
        reached = reached or anchor == (count, previous.hex())
    if (count, previous.hex()) != (head["events"], head["head"]):
        return f"开头写的是 {head['events']} 条，链头 {head['head']}，与内容不符：有截短或增加", count, previous.hex()
    if not reached:
        return f"没有到过给出的链头（第 {anchor[0]} 条）：末尾被截掉，或整个被换掉", count, previous.hex()
    return None, count, previous.hex()


def main():
    if len(sys.argv) not in (2, 3):
        print(__doc__)
        return 2
    anchor = None
    if len(sys.argv) == 3:
        count, _, hash_ = sys.argv[2].partition(":")
        if not count.isdigit() or len(hash_) != 64:
            print("链头请写成 条数:64位指纹，如 128:9f86…")
            return 2
        anchor = (int(count), hash_.lower())
    with open(sys.argv[1], encoding="utf-8", newline="\n") as file:
        fault, count, head = check(iter(file), anchor)
    print(f"核对不通过：{fault}。" if fault else f"核对通过：{count} 条记录，指纹前后相接。\n链头 {count}:{head}")
    print(NOT_COVERED)
    return 3 if fault else 0


if __name__ == "__main__":
    sys.exit(main())
