"""The prose of the example reports, written for them; its numbers are those of the tables.

Consecutive years of an agency say different things, as good reports do. Unless a sentence is
about applications it counts nothing in 件, so that a reader of numbers has no excuse.
"""

from collections.abc import Mapping
from typing import Final

from tests.building.county.agencies import Agency
from tests.building.report import Key

_PROACTIVE: Final = (
    "围绕群众关心的民生事项，通过门户网站公开各类信息{count}条，重要文件均配有图文说明。",
    "调整了公开目录的栏目顺序，全年更新信息{count}条，常用事项放在首屏。",
    "对照职责逐项核对应公开的内容，补充发布信息{count}条，过期内容及时撤下。",
    "把办事指南、资金安排和工程进度作为重点，累计登载信息{count}条，方便企业查阅。",
)
_MANAGEMENT: Final = (
    "文件起草时一并确定公开属性，由专人核对后再上网，保密审查留有记录。",
    "开展了一次全面自查，统一了文号和页面格式，历史文件可以按主题检索。",
    "修订内部流程，明确起草、审核、发布三个环节的责任人，做到有据可查。",
    "建立动态清单，按季度清点已公开内容，失效内容加注标识。",
)
_PLATFORM: Final = (
    "门户专栏运行平稳，新增手机端页面，老年人可以使用大字版。",
    "在服务大厅设置查阅点，配备电脑和打印机，窗口人员可以现场指导。",
    "合并了重复栏目，清除失效链接，页面打开速度明显加快。",
    "政务新媒体与网站同步更新，专人值守留言，并定期检查账号安全。",
)
_OVERSIGHT: Final = (
    "年中组织业务培训，年末逐项讲评，发现的不足当场列出整改时限。",
    "主要负责人两次听取专题汇报，将此项工作列入年度计划。",
    "邀请群众代表体验查询过程，对提出的意见逐条反馈。",
    "落实专人负责制，每季度抽查页面，抽查结果在内部通报。",
)
_PROBLEMS: Final = (
    "存在的不足：部分政策的说明偏于书面，读者不易看懂。",
    "存在的不足：个别栏目更新间隔较长，人员轮换后衔接不够紧密。",
    "存在的不足：信息分类还不够细，同类内容分散在几个页面。",
    "存在的不足：与群众的互动形式较为单一，征求意见的范围偏窄。",
)
_PLANS: Final = (
    "改进措施：增加问答和图示，由业务科室参与撰写，先请群众试读再发布。",
    "改进措施：制定更新时间表，到期自动提醒，并安排两名人员互为备份。",
    "改进措施：重新梳理分类规则，合并相近页面，提供关键词搜索。",
    "改进措施：通过座谈、走访和网上问卷听取意见，采纳情况向社会说明。",
)
_GOVERNMENT: Final = "县政府对各单位开展工作考核和社会评议，全年没有需要责任追究的情形。"


def intro(agency: Agency, year: int) -> tuple[str, ...]:
    """Name the agency, the law and the statistical period."""
    period = f"数据统计期限为{year}年1月1日至{year}年12月31日。"
    return (f"{agency.name}按照《中华人民共和国政府信息公开条例》编制本年度报告。" + period,)


def sections(
    agency: Agency, year: int, cells: Mapping[Key, str], *, charged: int = 0
) -> dict[str, tuple[str, ...]]:
    """Write sections one, five and six; `charged` is the 信息处理费 of the year in 元."""
    turn = year + sum(map(ord, agency.code))
    count = 40 + turn * 37 % 260
    oversight = _pick(_OVERSIGHT, turn + 3)
    return {
        "s1": (
            f"（一）主动公开。{_pick(_PROACTIVE, turn).format(count=count)}",
            f"（二）依申请公开。{_applications(agency, year, cells)}",
            f"（三）政府信息管理。{_pick(_MANAGEMENT, turn + 1)}",
            f"（四）平台建设。{_pick(_PLATFORM, turn + 2)}",
            f"（五）监督保障。{oversight}{_GOVERNMENT if agency.kind == 'county' else ''}",
        ),
        "s5": (_pick(_PROBLEMS, turn), _pick(_PLANS, turn)),
        "s6": (_fees(agency, year, charged),),
    }


def _applications(agency: Agency, year: int, cells: Mapping[Key, str]) -> str:
    new, before, done, after = (
        cells["t3", row, "total"]
        for row in ("received", "carried_in", "handled_total", "carried_out")
    )
    if new == "0":
        words = [f"{year}年，{agency.itself}未收到政府信息公开申请"]
    else:
        words = [f"{year}年，{agency.itself}收到政府信息公开申请{new}件"]
    if before != "0":
        words.append(f"上年结转{before}件")
    if done != "0":
        words.append(f"办理答复{done}件")
    if after != "0":
        words.append(f"结转下年度{after}件")
    return ("。" if new == "0" else "，").join(words) + "。"


def _fees(agency: Agency, year: int, charged: int) -> str:
    if charged:
        return f"{year}年，{agency.itself}收取信息处理费{charged}元。无其他需要报告的事项。"
    return f"{year}年，{agency.itself}未收取信息处理费。无其他需要报告的事项。"


def _pick(sentences: tuple[str, ...], turn: int) -> str:
    return sentences[turn % len(sentences)]
