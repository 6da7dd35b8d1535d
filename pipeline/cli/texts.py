"""What the command line says, in English and Chinese.

Belongs here: the words. Does not belong here: what findings say (schemas/rules.toml).
"""

import sys
from typing import Final

_TEXTS: Final = {
    "inbox_empty": {
        "en": "No delivered report in {inbox}: running on the example in {example}.",
        "zh": "{inbox} 中没有送达的报告：用示例数据 {example} 运行。",
    },
    "reading_example": {
        "en": "No production warehouse yet: reading the example in {warehouse}.",
        "zh": "尚无正式数据仓库：读取示例数据 {warehouse}。",
    },
    "absent": {
        "en": "Manifests name files that were not delivered ({count}): {names}",
        "zh": "清单中写到但没有送达的文件（{count}）：{names}",
    },
    "warehouse": {"en": "Warehouse", "zh": "数据仓库"},
    "published": {"en": "Published (UTC)", "zh": "发布时间（UTC）"},
    "age_hours": {"en": "Age in hours", "zh": "距今小时数"},
    "reports": {"en": "Reports", "zh": "报告"},
    "reports_read": {"en": "  with cells", "zh": "  读出单元格的"},
    "reports_unread": {"en": "  without any figure", "zh": "  没有读出数字的"},
    "cells": {"en": "Cells", "zh": "单元格"},
    "numbers": {"en": "  that hold a number", "zh": "  为数字的"},
    "findings": {"en": "Open findings", "zh": "未解决的问题"},
    "held": {
        "en": "HELD BACK since {since} UTC: {message}",
        "zh": "暂缓入库（{since} UTC 起）：{message}",
    },
    "release_idle": {
        "en": "--release {name} names no slice that was held back; still held back: {held}",
        "zh": "--release {name} 不是暂缓入库的批次；仍暂缓的有：{held}",
    },
    "release_idle_none": {
        "en": "--release {name} names no slice that was held back, and nothing is held back",
        "zh": "--release {name} 不是暂缓入库的批次；目前没有暂缓入库的批次",
    },
    "report": {"en": "publishers' figures", "zh": "发布机关的数字"},
    "extraction": {"en": "our reading", "zh": "读取过程"},
    "fatal": {"en": "fatal", "zh": "致命"},
    "error": {"en": "error", "zh": "错误"},
    "warning": {"en": "warning", "zh": "警告"},
    "info": {"en": "info", "zh": "提示"},
    "crawl_finished": {"en": "Sites asked", "zh": "网站查找完毕"},
    "crawl_window": {
        "en": "Sites asked only within their hours: the rest follows in the next night",
        "zh": "仅在规定时段查找网站：其余留待下次",
    },
    "crawl_broken": {
        "en": "THE CRAWL BROKE OFF: the next one goes on with it; the log of this run tells why",
        "zh": "网站查找中断：下次继续；原因见本次运行日志",
    },
    "crawl_nothing": {
        "en": "No source is configured: config/sources.toml says how",
        "zh": "未配置网站：写法见 config/sources.toml",
    },
    "crawl_found": {"en": "reports found", "zh": "找到的报告"},
    "crawl_new": {"en": "  new", "zh": "  新的"},
    "crawl_changed": {"en": "  changed", "zh": "  有改动的"},
    "crawl_unchanged": {"en": "  unchanged", "zh": "  未变的"},
    "crawl_gone": {"en": "no longer there", "zh": "已不在原处的"},
    "crawl_rejected": {"en": "rejected: {reason}", "zh": "未采用：{reason}"},
    "crawl_failed": {"en": "failed: {host}", "zh": "未能打开：{host}"},
    "crawl_progress": {
        "en": "{found} reports, {new} new, {failed} failed",
        "zh": "报告 {found}，新 {new}，失败 {failed}",
    },
    "planned_new": {"en": "new", "zh": "新"},
    "planned_again": {"en": "again", "zh": "复查"},
    "agencies_settled": {
        "en": "The register settles the agency of every published report.",
        "zh": "名册已能确定全部已发布报告的机关。",
    },
    "agency_id": {"en": "id", "zh": "编号"},
    "agency_name": {"en": "printed name", "zh": "印出的名称"},
    "agency_kind": {"en": "kind", "zh": "情形"},
    "agency_reports": {"en": "reports", "zh": "报告"},
    "agency_years": {"en": "years", "zh": "年度"},
    "agency_source": {"en": "for example", "zh": "例如"},
    "unresolved": {"en": "fits {candidates}", "zh": "与 {candidates} 均相符"},
    "provisional": {"en": "provisional", "zh": "暂编号"},
    "told": {"en": "told by a manifest only", "zh": "仅清单写明"},
    "proposed": {
        "en": "Rows for {path}: check name, level and parent, choose an id, then add them there.",
        "zh": "可加入 {path} 的行：请核对名称、层级、上级，改好编号后添加。",
    },
    "near": {
        "en": "{name} resembles {near}: if it is the same, ogi agencies merge {agency_id} ID",
        "zh": "{name} 与 {near} 相近：若为同一机关，请用 ogi agencies merge {agency_id} 编号",
    },
    "merged": {
        "en": "{path}: {into} now has the aliases {added}. The next night applies it.",
        "zh": "{path}：{into} 已加别名 {added}。下次夜间任务生效。",
    },
    "backed_up": {
        "en": "{files} files, {size} bytes, in {target}",
        "zh": "共 {files} 个文件、{size} 字节，存于 {target}",
    },
    "restored": {
        "en": "Restored. What was there before lies in {aside}; delete it when all is well.",
        "zh": "已恢复。原有数据移至 {aside}，确认无误后可删除。",
    },
    "restored_clean": {"en": "Restored.", "zh": "已恢复。"},
    "replayed": {
        "en": "{files} stored files read again with the program as it is; nothing was written.",
        "zh": "已用当前程序重读 {files} 个存档文件；未写入任何内容。",
    },
    "replay_aside": {
        "en": "Not compared: {unpublished} not yet published, {damaged} damaged in the store.",
        "zh": "未比较：尚未发布 {unpublished} 个，存档损坏 {damaged} 个。",
    },
    "replay_unread": {
        "en": "Reports that give no figure now: {unread}",
        "zh": "目前读不出数字的报告：{unread}",
    },
    "replay_same": {
        "en": "Every cell and identity is as published.",
        "zh": "全部单元格与勾稽关系均与已发布的一致。",
    },
    "replay_changed": {
        "en": "Reports that come out otherwise: {reports}",
        "zh": "读法有变的报告：{reports} 份",
    },
    "replay_more": {"en": "… and {count} more", "zh": "……另有 {count} 项"},
    "gained": {"en": "gained", "zh": "新读出"},
    "lost": {"en": "lost", "zh": "不再读出"},
    "changed": {"en": "changed", "zh": "有变化"},
    "restated": {"en": "restated", "zh": "读法或位置不同"},
    "newly_holding": {"en": "newly holding", "zh": "转为成立"},
    "newly_broken": {"en": "newly broken", "zh": "转为不成立"},
    "newly_undecided": {"en": "newly undecided", "zh": "转为无法判断"},
    "identities": {"en": "identities", "zh": "勾稽关系"},
    "form": {"en": "form", "zh": "格式"},
    "table": {"en": "table", "zh": "表"},
    "method": {"en": "method", "zh": "读取方式"},
    "example_query": {
        "en": '\nFor example: .venv/bin/ogi query {option}"{sql}"',
        "zh": '\n例如：.venv/bin/ogi query {option}"{sql}"',
    },
}


def text(key: str, lang: str, **words: object) -> str:
    """Return a text with its words filled in."""
    return _TEXTS[key][lang].format(**words)


def say(key: str, lang: str, **words: object) -> None:
    """Print one line on standard error."""
    sys.stderr.write(text(key, lang, **words) + "\n")
