"""What narratives say of figures, in many wordings: our own sentences, as officials write them.

Belongs here: sentences by what they tell; a name in braces stands for a figure of that name, as
tests.planted.claims lists them. Does not belong here: which of them a report uses.
"""

from collections.abc import Mapping
from typing import Final

RECEIVED: Final = (
    "{year}年，{who}共收到政府信息公开申请{received}件。",
    "全年受理政府信息公开申请{received}件。",
    "本年度新收政府信息公开申请{received}件。",
    "{year}年度，{who}共收到公民、法人和其他组织提出的信息公开申请{received}件。",
    "依申请公开方面，全年接收申请{received}件，逐件登记、专人跟踪。",
    "年内，{who}接到政府信息公开申请{received}件。",
    "{year}年共受理信息公开申请{received}件，申请渠道保持畅通。",
    "{who}依法办理群众申请，全年收到申请{received}件，登记、审核、答复均有记录。",
    "{year}年1月至12月，收到政府信息公开申请共计{received}件。",
    "本年收到的政府信息公开申请为{received}件。",
    "全年登记受理各类政府信息公开申请{received}件。",
    "{year}年，{who}收到书面及网上提交的政府信息公开申请合计{received}件。",
    "截至{year}年12月31日，{who}当年共收到政府信息公开申请{received}件。",
)
RECEIVED_AND_MORE: Final = (
    (
        "{year}年，{who}收到政府信息公开申请{received}件，上年结转{carried_in}件，办理答复{handled}件，"
        "结转下年度{carried_out}件。"
    ),
    (
        "全年新收政府信息公开申请{received}件，加上上年度结转{carried_in}件，共办结{handled}件，"
        "结转至下一年度{carried_out}件。"
    ),
    (
        "本年度共受理政府信息公开申请{received}件，上一年度结转{carried_in}件；已答复{handled}件，"
        "结转下年继续办理{carried_out}件。"
    ),
    (
        "{who}共收到信息公开申请{received}件（另有上年结转{carried_in}件），答复{handled}件，"
        "转入下一年度办理{carried_out}件。"
    ),
)
NONE_RECEIVED: Final = (
    "{year}年，{who}未收到政府信息公开申请。",
    "全年没有收到政府信息公开申请。",
    "{who}{year}年度收到政府信息公开申请0件。",
    "本年度未接到公民、法人或者其他组织的信息公开申请。",
    "{year}年，{who}未收到任何依申请公开政府信息的申请。",
    "依申请公开方面，{year}年未收到申请。",
    "年内无政府信息公开申请。",
    "全年共收到政府信息公开申请０件。",
    "{year}年没有接到群众提出的政府信息公开申请。",
    "{who}依申请公开渠道畅通，全年未收到相关申请。",
    "截至{year}年底，{who}当年未收到政府信息公开申请。",
    "{year}年，{who}收到政府信息公开申请零件。",
)
CARRIED_IN: Final = (
    "上年结转{carried_in}件。",
    "上年度结转政府信息公开申请{carried_in}件。",
    "另有上一年度结转的申请{carried_in}件。",
    "由上年结转本年办理的申请{carried_in}件。",
    "{before}年结转至本年办理的申请{carried_in}件。",
    "上年末尚在办理、结转到本年的申请有{carried_in}件。",
    "上年结转申请数量为{carried_in}件。",
    "此外，上年度结转{carried_in}件。",
    "承接上年结转{carried_in}件。",
    "从上一年度结转申请{carried_in}件。",
    "上年结转办理的有{carried_in}件。",
    "上年度结转申请共{carried_in}件。",
)
CARRIED_OUT: Final = (
    "结转下年度继续办理{carried_out}件。",
    "结转下一年度{carried_out}件。",
    "尚在法定期限内、结转下年办理的申请{carried_out}件。",
    "年末未到答复期限的{carried_out}件结转至下一年度办理。",
    "结转到下年度办理{carried_out}件。",
    "顺延至下一年度办理{carried_out}件。",
    "另有{carried_out}件结转下年度办理。",
    "结转下年申请{carried_out}件。",
    "其余结转次年办理，共{carried_out}件。",
    "转入下年度继续办理的申请{carried_out}件。",
    "结转{after}年办理{carried_out}件。",
    "结转下年度的政府信息公开申请为{carried_out}件。",
)
HANDLED: Final = (
    "全年共办结{handled}件。",
    "依法答复{handled}件。",
    "办理答复{handled}件，均在法定期限内。",
    "年内答复政府信息公开申请{handled}件。",
    "全年办结政府信息公开申请{handled}件。",
    "已按期答复{handled}件。",
    "{year}年共作出答复{handled}件。",
    "本年度答复申请{handled}件，无逾期情形。",
    "办结申请{handled}件，办结率保持较高水平。",
    "全年累计答复{handled}件。",
    "各类申请共办结{handled}件。",
    "当年答复办结{handled}件。",
)
CATEGORIES: Final = (
    (
        "其中，予以公开{disclosed}件，部分公开{partly}件，不予公开{denied}件，无法提供{unavailable}件，"
        "不予处理{unprocessed}件，其他处理{other}件。"
    ),
    (
        "办理结果为：予以公开{disclosed}件、部分公开{partly}件、不予公开{denied}件、无法提供{unavailable}件、"
        "不予处理{unprocessed}件、其他处理{other}件。"
    ),
    (
        "从办理结果看，予以公开的{disclosed}件，部分公开的{partly}件，不予公开的{denied}件，"
        "无法提供的{unavailable}件，不予处理的{unprocessed}件，其他处理的{other}件。"
    ),
    (
        "答复情况：予以公开{disclosed}件；部分公开{partly}件；不予公开{denied}件；无法提供{unavailable}件；"
        "不予处理{unprocessed}件；其他处理{other}件。"
    ),
    "按答复类型分，予以公开及部分公开{open_or_part}件，不予公开{denied}件，无法提供{unavailable}件。",
    (
        "已办结的申请中，予以公开{disclosed}件，占{pct_disclosed}%；无法提供{unavailable}件，"
        "占{pct_unavailable}%。"
    ),
    (
        "在办结的申请中，作出予以公开决定{disclosed}件，作出部分公开决定{partly}件，"
        "作出不予公开决定{denied}件。"
    ),
    "本机关不掌握等无法提供情形共{unavailable}件。",
    "其中不予公开{denied}件，占办理总数的{pct_denied}%。",
    "全年作出不予公开答复{denied}件，无法提供{unavailable}件，不予处理{unprocessed}件。",
    "予以公开{disclosed}件，占答复总数的{pct_disclosed}%；部分公开{partly}件，占{pct_partly}%。",
    "其他处理{other}件。",
    "予以公开或部分公开共{open_or_part}件。",
)
CHANNELS: Final = (
    "从申请渠道看，当面申请{desk}件，网络申请{net}件，信函申请{post}件，传真申请{fax}件。",
    "申请方式：当面提交{desk}件、网络提交{net}件、信函提交{post}件、传真提交{fax}件。",
    "其中当面申请{desk}件、通过网络申请{net}件、以信函方式申请{post}件、以传真方式申请{fax}件。",
    "按提交方式分，当面{desk}件，网络{net}件，信函{post}件，传真{fax}件。",
    "其中，网络申请{net}件，信函申请{post}件，当面申请{desk}件，传真申请{fax}件。",
    "收到的申请中，当面递交{desk}件、信函邮寄{post}件、网络提交{net}件、传真{fax}件。",
)
DISPUTES: Final = (
    "因政府信息公开引发的行政复议{review}件，行政诉讼{lawsuit}件。",
    "全年发生政府信息公开行政复议{review}件、行政诉讼{lawsuit}件。",
    "本年度被申请行政复议{review}件，被提起行政诉讼{lawsuit}件。",
    "政府信息公开类行政复议案件{review}件，行政诉讼案件{lawsuit}件。",
    "{who}因信息公开被申请行政复议{review}件；被提起行政诉讼{lawsuit}件。",
    "{year}年涉及政府信息公开的行政复议{review}件、行政诉讼{lawsuit}件。",
    "因政府信息公开工作被申请行政复议共{review}件，被提起行政诉讼共{lawsuit}件。",
    "政府信息公开行政复议{review}件。",
    "政府信息公开行政诉讼{lawsuit}件。",
    "年内办理信息公开行政复议{review}件，应诉行政诉讼{lawsuit}件。",
    "收到政府信息公开行政复议申请{review}件。",
    "全年政府信息公开行政诉讼共{lawsuit}件。",
)
NO_DISPUTES: Final = (
    "全年无因政府信息公开引起的行政复议和行政诉讼。",
    "{year}年，{who}未发生政府信息公开行政复议、行政诉讼案件。",
    "没有因政府信息公开被申请行政复议或者提起行政诉讼的情况。",
    "本年度未因政府信息公开被申请行政复议、提起行政诉讼。",
    "政府信息公开行政复议0件、行政诉讼0件。",
    "无行政复议、行政诉讼案件。",
    "年内没有发生行政复议和行政诉讼。",
    "未收到政府信息公开行政复议申请，未发生行政诉讼。",
    "因信息公开引起的行政复议、行政诉讼均为0件。",
    "全年未发生涉及政府信息公开的行政复议、行政诉讼。",
    "无因政府信息公开工作被申请行政复议、提起行政诉讼情况。",
    "{who}{year}年度无政府信息公开行政复议、行政诉讼。",
)
ALL_UPHELD: Final = (
    "上述复议、诉讼案件均获维持。",
    "行政复议、行政诉讼结果均为维持。",
    "相关行政复议和行政诉讼案件全部维持。",
    "已审结的行政复议、行政诉讼案件无一败诉，原行政行为均被维持。",
)
DOCUMENTS: Final = (
    "全年制发行政规范性文件{norm}件。",
    "{year}年，{who}制发规范性文件{norm}件，均按规定公开。",
    "印发行政规范性文件{norm}件，并同步发布解读材料。",
    "本年度制定规范性文件{norm}件。",
    "年内新制定的行政规范性文件共{norm}件。",
    "{who}发布行政规范性文件{norm}件。",
    "全年新制发行政规范性文件{norm}件，全部通过合法性审核。",
    "本年制发规范性文件{norm}件，在专栏集中展示。",
    "以{who}名义印发规范性文件{norm}件。",
    "{year}年度制发规范性文件{norm}件，及时归入文件库。",
    "全年共制定行政规范性文件{norm}件。",
    "本年度发布行政规范性文件共{norm}件。",
)
POWERS: Final = (
    "全年作出行政许可决定{licence}件。",
    "{year}年共办理行政许可{licence}件、行政处罚{penalty}件、行政强制{measure}件。",
    "作出行政处罚决定{penalty}件。",
    "公开行政许可决定{licence}件、行政处罚决定{penalty}件。",
    "全年行政许可处理决定{licence}件，行政处罚处理决定{penalty}件。",
    "本年度作出行政许可决定{licence}件，作出行政处罚决定{penalty}件，作出行政强制决定{measure}件。",
    "行政许可事项处理决定数量为{licence}件。",
    "年内办理行政许可{licence}件，办理行政处罚{penalty}件。",
    "共实施行政处罚{penalty}件，实施行政强制{measure}件。",
    "{who}共作出行政许可{licence}件。",
    "全年行政强制{measure}件。",
    "{year}年行政处罚案件{penalty}件，处罚信息均已公示。",
)
ITEMS: Final = (
    "通过门户网站公开各类信息{items}条，其中政策文件{items_a}条、工作动态{items_b}条、公告公示{items_c}条。",
    "全年主动公开政府信息{items}条，其中概况类{items_a}条，动态类{items_b}条，公告类{items_c}条。",
    "累计发布信息{items}条，其中网站发布{items_a}条、微信公众号发布{items_b}条、微博发布{items_c}条。",
    "更新栏目内容{items}条，其中财政资金{items_a}条、民生保障{items_b}条、项目建设{items_c}条。",
    "主动公开信息共{items}条（其中：机构职能{items_a}条，重点领域{items_b}条，其他信息{items_c}条）。",
    "在政府网站登载信息{items}条，其中会议公开{items_a}条、政策解读{items_b}条、人事信息{items_c}条。",
)
GROWN: Final = (
    "新收申请较上年增长{grown}%。",
    "收到的政府信息公开申请数量同比增长{grown}%。",
    "申请量比上年增加{grown}%。",
    "本年新收申请数比上年增长{grown}%。",
)
SHRUNK: Final = (
    "新收申请较上年下降{shrunk}%。",
    "收到的政府信息公开申请数量同比下降{shrunk}%。",
    "申请量比上年减少{shrunk}%。",
    "本年新收申请数比上年下降{shrunk}%。",
)
AGAIN: Final = (
    "对全年收到的{received_again}件政府信息公开申请逐件归档备查。",
    "组织专人对本年收到的政府信息公开申请{received_again}件开展案卷评查。",
    "年末对收到的政府信息公开申请{received_again}件进行回访。",
)
WORDINGS: Final[Mapping[str, tuple[str, ...]]] = {
    "received": RECEIVED,
    "received_and_more": RECEIVED_AND_MORE,
    "none_received": NONE_RECEIVED,
    "carried_in": CARRIED_IN,
    "carried_out": CARRIED_OUT,
    "handled": HANDLED,
    "categories": CATEGORIES,
    "channels": CHANNELS,
    "disputes": DISPUTES,
    "no_disputes": NO_DISPUTES,
    "all_upheld": ALL_UPHELD,
    "documents": DOCUMENTS,
    "powers": POWERS,
    "items": ITEMS,
    "grown": GROWN,
    "shrunk": SHRUNK,
    "again": AGAIN,
}
