"""The prose of the planted reports: six sections, another wording each year, the figures in them.

Belongs here: what stands around the figures. Does not belong here: the figures (claims, wording).
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from tests.planted.agencies import CITY, GOVERNMENT, Body
from tests.planted.claims import Claim

_PROACTIVE: Final = (
    "围绕群众关心的民生事项做好主动公开，重要文件均配有图文说明。",
    "调整主动公开目录的栏目顺序，常用事项放在首屏，便于查找。",
    "对照职责逐项核对应当主动公开的内容，过期内容及时撤下。",
    "把办事指南、资金安排和工程进度作为主动公开的重点，方便企业查阅。",
    "主动公开工作坚持先审后发，年初确定重点事项，按季度推进。",
)
_REQUESTS: Final = (
    "明确专人接收申请，使用统一文书答复。",
    "优化办理流程，收到申请当日登记，疑难事项集体会商。",
    "加强与申请人的沟通，答复书由法制人员审核。",
    "编写办理手册，对常见情形给出答复范例。",
    "办理全程留痕，答复前征求业务科室意见。",
)
_MANAGEMENT: Final = (
    "文件起草时一并确定公开属性，由专人核对后再上网，保密审查留有记录。",
    "开展了一次全面自查，统一了文号和页面格式，历史文件可以按主题检索。",
    "修订内部流程，明确起草、审核、发布三个环节的责任人，做到有据可查。",
    "建立动态清单，按季度清点已公开内容，失效内容加注标识。",
    "清理长期不更新的页面，信息入库前逐条校对，档案同步移交。",
)
_PLATFORM: Final = (
    "门户专栏运行平稳，新增手机端页面，老年人可以使用大字版。",
    "在服务大厅设置查阅点，配备电脑和打印机，窗口人员可以现场指导。",
    "合并了重复栏目，清除失效链接，页面打开速度明显加快。",
    "政务新媒体与网站同步更新，专人值守留言，并定期检查账号安全。",
    "公报、公示栏与网站相互补充，村居便民点可以查阅纸质文件。",
)
_OVERSIGHT: Final = (
    "年中组织业务培训，年末逐项讲评，发现的不足当场列出整改时限。",
    "主要负责人听取专题汇报，将此项工作列入年度计划。",
    "邀请群众代表体验查询过程，对提出的意见逐条反馈。",
    "落实专人负责制，每季度抽查页面，抽查结果在内部通报。",
    "建立轮训制度，新进人员先培训后上岗，责任到人。",
)
_ASSESSED: Final = (
    "县政府对各单位开展工作考核和社会评议，全年没有需要责任追究的情形。",
    "将政府信息公开纳入绩效考核，委托第三方开展社会评议，未发生责任追究情况。",
    "考核结果在全县通报，社会评议总体满意，本年度无责任追究情形。",
    "工作考核、社会评议按计划完成，未出现需要追究责任的情况。",
    "对下级单位的考核与社会评议结果已公布，没有责任追究事项。",
)
_PROBLEMS: Final = (
    "存在的主要问题：部分政策的说明偏于书面，读者不易看懂。",
    "存在的不足：个别栏目更新间隔较长，人员轮换后衔接不够紧密。",
    "主要问题：信息分类还不够细，同类内容分散在几个页面。",
    "存在问题：与群众的互动形式较为单一，征求意见的范围偏窄。",
    "工作中的不足：基层工作人员业务不熟，答复文书质量参差不齐。",
)
_PLANS: Final = (
    "改进措施：增加问答和图示，由业务科室参与撰写，先请群众试读再发布。",
    "改进情况：制定更新时间表，到期自动提醒，并安排两名人员互为备份。",
    "下一步将重新梳理分类规则，合并相近页面，提供关键词搜索。",
    "改进措施：通过座谈、走访和网上问卷听取意见，采纳情况向社会说明。",
    "下一步改进：开展案例教学，统一文书样式，由法制人员逐件把关。",
)
_UNCHARGED: Final = (
    "本年度未收取信息处理费。无其他需要报告的事项。",
    "{year}年，{who}没有收取政府信息公开信息处理费，也没有其他需要报告的事项。",
    "全年未产生信息处理费。",
    "依据《政府信息公开信息处理费管理办法》，本年度收取信息处理费0元。",
    "未发出信息处理费收费通知，未收取信息处理费。无其他事项。",
)
_CHARGED: Final = (
    "{year}年，{who}发出收费通知并收取信息处理费{fee}元。",
    "依据《政府信息公开信息处理费管理办法》，本年度共收取信息处理费{fee}元。",
    "全年发出收费通知{notices}份，收取信息处理费{fee}元，无其他需要报告的事项。",
    "本年度按规定收取信息处理费共计{fee}元。",
    "信息处理费收取情况：发出收费通知{notices}份，收取{fee}元。",
)
_OF_S4: Final = frozenset({"disputes", "no_disputes", "all_upheld"})
_OF_S1: Final = frozenset({"documents", "powers", "items"})


def intro(body: Body, year: int) -> str:
    """Name the agency, the law and the statistical period."""
    period = (
        f"数据统计期限为{year}年1月1日至{year}年12月31日。",
        f"报告中所列数据的统计期限自{year}年1月1日起，至{year}年12月31日止。",
        f"统计时间为{year}年1月1日至12月31日。",
    )
    law = "《中华人民共和国政府信息公开条例》"
    return f"{body.name}按照{law}编制本年度报告。{_pick(period, year + len(body.agency_id))}"


def sections(
    body: Body, year: int, claims: Sequence[Claim], *, charged: int = 0
) -> dict[str, tuple[str, ...]]:
    """Write the sections by id; `charged` is the 信息处理费 of the year in 元."""
    turn = year + sum(map(ord, body.agency_id))
    disputes = _texts(claims, _OF_S4)
    in_s4 = turn % 3 == 0
    plain = {"again", *_OF_S1, *_OF_S4}
    requests = "".join(claim.text for claim in claims if claim.kind not in plain)
    assessed = _pick(_ASSESSED, turn + 4) if body.level in {GOVERNMENT, CITY} else ""
    oversight = f"{_pick(_OVERSIGHT, turn + 3)}{_texts(claims, {'again'})}{assessed}"
    return {
        "s1": (
            f"（一）主动公开。{_pick(_PROACTIVE, turn)}{_texts(claims, _OF_S1)}",
            f"（二）依申请公开。{_pick(_REQUESTS, turn + 2)}{requests}{'' if in_s4 else disputes}",
            f"（三）政府信息管理。{_pick(_MANAGEMENT, turn + 1)}",
            f"（四）平台建设。{_pick(_PLATFORM, turn + 2)}",
            f"（五）监督保障。{oversight}",
        ),
        **({"s4": (disputes,)} if in_s4 else {}),
        "s5": (_pick(_PROBLEMS, turn), _pick(_PLANS, turn + 2)),
        "s6": (_fees(body, year, charged, turn),),
    }


def _fees(body: Body, year: int, charged: int, turn: int) -> str:
    words: Mapping[str, object] = {"year": year, "who": body.itself, "fee": charged}
    choices = _CHARGED if charged else _UNCHARGED
    return _pick(choices, turn).format(notices=1 + charged // 100, **words)


def _texts(claims: Iterable[Claim], kinds: Iterable[str]) -> str:
    return "".join(claim.text for claim in claims if claim.kind in kinds)


def _pick(sentences: tuple[str, ...], turn: int) -> str:
    return sentences[turn % len(sentences)]
