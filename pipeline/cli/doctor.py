"""`ogi doctor`: what this machine and this project lack, and what to do about it.

Belongs here: the words for each fact, the age of what is published. Does not belong here: the facts
(pipeline.intake.health).
"""

import json
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from pipeline.cli.options import RUN_FAILED, AsJson, InLang, Lang, home_project
from pipeline.errors import OgiError, WarehouseMissingError

if TYPE_CHECKING:
    from pipeline.intake.health import Fact
    from pipeline.intake.project import Project

_OLD_HOURS: Final = 36
_STATES: Final = {
    "ok": {"en": "ok  ", "zh": "正常"},
    "warn": {"en": "warn", "zh": "注意"},
    "bad": {"en": "bad ", "zh": "故障"},
}
_FACTS: Final = {
    "python": {"en": "Python {version}", "zh": "Python {version}"},
    "package": {
        "en": "{package} {version} (locked: {locked})",
        "zh": "{package} {version}（锁定版本 {locked}）",
    },
    "fonts": {"en": "Chinese fonts: {count}", "zh": "中文字体：{count}"},
    "dagster_home": {"en": "Dagster's folder {folder}", "zh": "Dagster 目录 {folder}"},
    "disk": {
        "en": "Free disk {free}; a build needs {need}",
        "zh": "可用磁盘 {free}；一次构建约需 {need}",
    },
    "folder": {"en": "{folder} is not writable", "zh": "{folder} 不可写"},
    "links": {"en": "Links can be made in {folder}", "zh": "{folder} 中可建链接"},
    "register": {
        "en": "{path}: {count} agencies, {example} of the example",
        "zh": "{path}：机关 {count} 个，示例 {example} 个",
    },
    "withdrawals": {"en": "{path}: {count} withdrawals", "zh": "{path}：撤回 {count} 条"},
    "table_broken": {"en": "{found}", "zh": "{found}"},
    "lock_held": {"en": "{path} is held: {holder}", "zh": "{path} 正被占用：{holder}"},
    "lock_free": {"en": "No night is running", "zh": "没有正在运行的夜间任务"},
    "restore_unfinished": {
        "en": "A restore has not ended: {path}",
        "zh": "恢复操作尚未完成：{path}",
    },
    "messages": {
        "en": "{folder}: {count} messages wait",
        "zh": "{folder}：待发送的通知 {count} 条",
    },
    "store": {"en": "{folder}: {count} contents", "zh": "{folder}：原件 {count} 份"},
    "store_deep": {
        "en": "{folder}: {count} contents, every hash verified",
        "zh": "{folder}：原件 {count} 份，已逐一校验",
    },
    "store_lost": {
        "en": "{folder}: {lost} contents missing or damaged, first {first}",
        "zh": "{folder}：{lost} 份原件缺失或损坏，首份 {first}",
    },
    "published": {
        "en": "{site}: published {hours} hours ago",
        "zh": "{site}：{hours} 小时前发布",
    },
    "unpublished": {"en": "Nothing is published yet", "zh": "尚未发布任何数据"},
    "warehouse_broken": {"en": "{found}", "zh": "{found}"},
}
_ADVICE: Final = {
    "python": {"en": "install Python 3.11 or newer", "zh": "请安装 Python 3.11 或更新版本"},
    "package": {
        "en": "install the locked packages: make nightly",
        "zh": "请安装锁定版本：make nightly",
    },
    "fonts": {
        "en": "pictures of reports need one: install a CJK font, such as fonts-noto-cjk",
        "zh": "报告截图需要中文字体：请安装，如 fonts-noto-cjk",
    },
    "dagster_home": {
        "en": "the first night makes it: make nightly",
        "zh": "首次夜间任务会建立：make nightly",
    },
    "disk": {
        "en": "make room, or move the project folder to a larger disk",
        "zh": "请清理磁盘，或将项目目录移至更大的磁盘",
    },
    "folder": {
        "en": "give the user of the night the right to write there",
        "zh": "请授予运行夜间任务的用户写权限",
    },
    "links": {
        "en": "a text file CURRENT will name the published file instead",
        "zh": "将改用文本文件 CURRENT 指明已发布的文件",
    },
    "register": {
        "en": "without it every agency is provisional: bring it back",
        "zh": "缺少名册时所有机关均为暂编号：请放回该文件",
    },
    "table_broken": {"en": "mend it; the night fails until then", "zh": "请修正，否则夜间任务失败"},
    "restore_unfinished": {
        "en": "unless it still runs, run ogi restore --force with a backup; nothing is lost",
        "zh": "若其已不在运行，请用备份再次运行 ogi restore --force；原有数据不会丢失",
    },
    "messages": {
        "en": "if they stay: sensor messages_waiting says why; given up after {days} days",
        "zh": "如一直未发出：请看传感器 messages_waiting 的原因；{days} 天后放弃",
    },
    "store_lost": {
        "en": "deliver these files again, or restore a backup: ogi restore",
        "zh": "请重新送达这些文件，或恢复备份：ogi restore",
    },
    "published": {
        "en": "see why the last nights failed: make dev",
        "zh": "请查看近日任务失败原因：make dev",
    },
    "unpublished": {"en": "run the night: ogi nightly", "zh": "请运行夜间任务：ogi nightly"},
    "warehouse_broken": {
        "en": "bring the published file back from a backup: ogi restore",
        "zh": "请从备份恢复已发布的文件：ogi restore",
    },
}


def doctor(
    *,
    deep: Annotated[bool, typer.Option("--deep", help="Verify every stored original.")] = False,
    as_json: AsJson = False,
    lang: InLang = Lang.en,
) -> None:
    """自检: Tell what this machine and this project lack; exit code 3 if something is bad."""
    facts = list(_facts(home_project(), deep=deep))
    if as_json:
        rows = [_row(fact, lang) for fact in facts]
        sys.stdout.write(json.dumps(rows, ensure_ascii=False, indent=1) + "\n")
    else:
        for fact in facts:
            row = _row(fact, lang)
            advice = f" → {row['advice']}" if row["advice"] else ""
            sys.stdout.write(f"{_STATES[fact.state][lang]}  {row['found']}{advice}\n")
    raise typer.Exit(RUN_FAILED if any(fact.state == "bad" for fact in facts) else 0)


def _row(fact: "Fact", lang: Lang) -> dict[str, Any]:
    found = _FACTS[fact.name][lang].format(**fact.words)
    advice = "" if fact.state == "ok" else _ADVICE[fact.name][lang].format(**fact.words)
    return {"name": fact.name, "state": fact.state, "found": found, "advice": advice, **fact.words}


def _facts(project: "Project", *, deep: bool) -> Iterator["Fact"]:
    from pipeline import warehouse  # noqa: PLC0415
    from pipeline.intake import health  # noqa: PLC0415

    sites = [site for site in (project.production, project.example) if site.holds_data]
    used = sites[:1]  # nobody waits for the example once production is in use
    published, told = {}, []
    for site in sites:
        try:
            published[site.name] = warehouse.current(site.warehouse)
            if site in used:
                told.append(_published(site.name, warehouse.status(site.warehouse).published))
        except WarehouseMissingError:
            continue
        except OgiError as exc:
            told.append(health.Fact("warehouse_broken", "bad", {"found": str(exc)}))
    yield from health.machine(project)
    yield from health.folders(project, published.values())
    yield from health.tables(project)
    yield from health.locks(project)
    yield from _messages(project)
    for site in sites:
        yield from health.store(site, deep=deep)
    yield from told or [health.Fact("unpublished", "warn")]


def _messages(project: "Project") -> Iterator["Fact"]:
    from pipeline.intake.health import Fact  # noqa: PLC0415
    from pipeline.reports.outbox import DAYS, Outbox  # noqa: PLC0415

    if waiting := Outbox(project.outbox).waiting():
        words = {"folder": str(project.outbox), "count": str(len(waiting)), "days": str(DAYS)}
        yield Fact("messages", "warn", words)


def _published(site: str, at: datetime) -> "Fact":
    from pipeline.intake.health import Fact  # noqa: PLC0415

    hours = (datetime.now(UTC) - at.replace(tzinfo=UTC)).total_seconds() / 3600
    state = "warn" if hours > _OLD_HOURS else "ok"
    return Fact("published", state, {"site": site, "hours": f"{hours:.1f}"})  # type: ignore[arg-type]
