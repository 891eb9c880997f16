#!/usr/bin/env python3
"""核对“ydt audit export”导出的记录。只用 Python 标准库，不需要一点通本身。

用法：python3 check_export.py 导出文件 [条数:链头]

链头写在文书、台账和备份的输出上；给出它，还能发现末尾被截掉或整个被换掉。
"""
import hashlib
import json
import sys

NOT_COVERED = """没有核对的：投诉人身份和投诉内容（导出里没有，只有摘要）、现状与经过是否一致、
提醒和登记表等由经过推出的内容、开头的镇名和节假日安排、数据库文件本身。这些由 ydt verify 核对。
没有给出以前印出的链头时，整个重新算过的记录看不出来。"""
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


def once(pairs):
    """一条里同一栏写了两次的，各人读到的可能不一样，不认。"""
    if len(dict(pairs)) != len(pairs):
        raise ValueError
    return dict(pairs)


def is_event(entry):
    """栏目齐全，数就是数，文字就是文字；没有代办人的写 null，不写 0。"""
    whole = set(entry) == {*NUMBERS, *TEXTS, "hash"} and entry["on_behalf_of"] != 0
    numbers = [entry.get(name) for name in NUMBERS if name != "on_behalf_of" or entry.get(name) is not None]
    return whole and all(type(it) is int for it in numbers) and all(type(entry[name]) is str for name in TEXTS)


def check(lines, anchor):
    """第一处不对的地方，没有则为 None；以及条数和链头。"""
    try:
        head = json.loads(next(lines), object_pairs_hook=once)
        if head["ydt_audit"] != 1 or type(head["events"]) is not int:
            return "不认识的格式，请用同一版本程序附带的脚本", 0, ""
    except (StopIteration, ValueError, KeyError, TypeError, RecursionError):
        return "第一行不是导出的开头", 0, ""
    previous, count, seqs = bytes(32), 0, {}
    reached = anchor is None or anchor == (0, previous.hex())
    for line in lines:
        place = count + 1
        try:
            entry = json.loads(line, object_pairs_hook=once)
            known = is_event(entry)
            computed = digest(previous, entry) if known else b""
        except (ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError):
            return f"第 {place} 条读不出来", count, previous.hex()
        if not known:
            return f"第 {place} 条的栏目不对", count, previous.hex()
        if entry["position"] != place:
            return f"第 {place} 条的位置写的是 {entry['position']}：有删去、插入或调换", count, previous.hex()
        if computed.hex() != entry["hash"]:
            return f"第 {place} 条与它的指纹不符：这一条或前一条被改动过", count, previous.hex()
        if entry["seq"] != seqs.get(entry["stream"], 0) + 1:
            return f"第 {place} 条在本件经过中的次序不对", count, previous.hex()
        seqs[entry["stream"]] = entry["seq"]
        previous, count = computed, place
        reached = reached or anchor == (count, previous.hex())
    if (count, previous.hex()) != (head["events"], head["head"]):
        return f"开头写的是 {head['events']} 条，链头 {head['head']}，与内容不符：有截短或增加", count, previous.hex()
    if not reached:
        return f"没有到过给出的链头（第 {anchor[0]} 条）：末尾被截掉，或整个被换掉", count, previous.hex()
    return None, count, previous.hex()


def main():
    sys.stdout.reconfigure(errors="backslashreplace")
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
    with open(sys.argv[1], encoding="utf-8", errors="surrogateescape", newline="\n") as file:
        fault, count, head = check(iter(file), anchor)
    print(f"核对不通过：{fault}。" if fault else f"核对通过：{count} 条记录，指纹前后相接。\n链头 {count}:{head}")
    print(NOT_COVERED)
    return 3 if fault else 0


if __name__ == "__main__":
    sys.exit(main())
