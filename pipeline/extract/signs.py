"""Which lines are surely mere words: no label, no label inside, no figure.

Belongs here: tests that cost next to nothing and never err on that side. Does not belong here:
what a line is that fails them (pipeline.extract.outline).
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from functools import cache
from typing import Final

from pipeline.extract.label import Vocabulary

# Characters that OpenCC spells by the words around them: no sure sign of a label. Read from its
# dictionaries; tests/extract/test_signs.py reads them again.
_UNSTEADY: Final = frozenset(
    "么乾了于仿修俱借克具划剋劄升厘只吒咤哩坏坯复夹巨干幺彷征径徵恶扞捍搜於昇札氾沈沉泛溪濛"
    "炼甦画瞭祕秘脩苏苔蒐蒙薹藉衹袷覆計计谿迳里釐钜钟链锺陞麽"
)
_COMMON: Final = frozenset(  # characters that every portal is full of: poor signs
    "公开政府信息网务服行人民工作年报告通知会管理发展安全社区法律业目项事部门机关上下中大本新"
    "市县局主动情况要求办理部建设政策文件规划财经济生活教育医疗就保障环境保护交通动态解读回应"
    "互动投诉举报申请查询组织单位企学校合计数量总体他其对外有不年度月日件名提供内容制作资料议科现效题"
)
_COMMON_WORDS: Final = frozenset({"公开", "政府", "信息", "服务", "工作", "机构", "组织", "内容"})
_ALONE: Final = 2  # a sign that costs more must serve so many times more labels
_DEAR: Final = 1000
_RADICALS: Final = "\u2e80-\u2fdf\uf900-\ufaff"  # may be levelled to any character
_BROKEN: Final = "*?#\ufffd＊？＃０-９误"  # may make a line of words a damaged figure
_CORRECTED: Final = ("应为", "更正", "更改")  # so may these
_NO_START: Final = "一二三四五六七八九十增减无没暂零第"  # numbers, words for zero, page numbers
_HAN: Final = "\u4e00-\u9fff"
_ONLY_HAN: Final = re.compile(f"[{_HAN}]{{3,}}")  # a word for zero is shorter
_WORDS: Final = re.compile(f"(?:(?![{_NO_START}{_BROKEN}])[{_HAN}][^{_RADICALS}{_BROKEN}\n]*\n)*")


class Signs:
    """What tells the labels of a vocabulary, in Simplified text.

    A line with a label holds all its characters in order, and between two neighbours nothing but
    spaces, marks and notes: some pair of neighbours, or one character, is its sign. Not counted are
    unsteady characters and, if there are others, those of words that other regions replace. A line
    that begins with an ordinary character and holds nothing broken is no figure.
    """

    def __init__(self, vocabulary: Vocabulary) -> None:
        """Choose the signs."""
        phrases = vocabulary.phrases
        self._words = vocabulary.key_words() | set(phrases)
        self._phrases = tuple(phrases)
        choices = [_choices(word, phrases.values()) for word in vocabulary.key_words()]
        choices += [_choices(phrase, ()) for phrase in phrases]
        choices += [{word} for word in _CORRECTED]
        self.are_sure = all(choices)  # so every label has Han characters, and none is a number
        chosen = _hitting(choices) if self.are_sure else set()
        self._sign = _pattern(chosen)
        self._needed: dict[str, set[frozenset[str]]] = defaultdict(set)  # by first character
        for some in choices:
            for sign in some & chosen:
                self._needed[sign[0]].add(frozenset("".join(some)))

    def telling(self, text: str) -> list[int]:
        """Return where the lines begin that may be a label, hold one or be a figure.

        Args:
            text: lines in Simplified script, each with its end.
        """
        starts = set()
        end = 0
        while (at := _WORDS.match(text, end).end()) < len(text):  # type: ignore[union-attr]  # matches nothing too
            starts.add(at)
            end = text.index("\n", at) + 1
        for found in self._sign.finditer(text):
            at = text.rfind("\n", 0, found.start()) + 1
            if at not in starts:
                held = frozenset(text[at : text.index("\n", at)])
                if any(some <= held for some in self._needed[found[0]]):
                    starts.add(at)
        return sorted(starts)

    def is_no_label(self, line: str) -> bool:
        """Tell lines of nothing but characters that are no label as a whole, and no figure."""
        if line in self._words or not _ONLY_HAN.fullmatch(line):
            return False
        return not any(phrase in line for phrase in self._phrases)


@cache
def signs(vocabulary: Vocabulary) -> Signs:
    """Return the signs of a vocabulary."""
    return Signs(vocabulary)


def _choices(word: str, replaced: Iterable[str]) -> set[str]:
    """Return the characters and the pairs of neighbours in a word that are sure to be spelt so.

    Not sure are words that other regions replace, unless the word is nothing else.
    """
    kept = word
    for phrase in replaced:
        kept = kept.replace(phrase, "\n")
    kept = kept if any(map(_is_sure, kept)) else word
    runs = "".join(one if _is_sure(one) else "\n" for one in kept).split("\n")
    pairs = {run[at : at + 2] for run in runs for at in range(len(run) - 1)}
    return pairs | {one for run in runs for one in run}


def _is_sure(character: str) -> bool:
    return "\u4e00" <= character <= "\u9fff" and character not in _UNSTEADY


def _hitting(groups: list[set[str]]) -> set[str]:
    """Choose pairs so that every group has one: few in all, and rare ones."""
    found: set[str] = set()
    while left := [group for group in groups if group.isdisjoint(found)]:
        counts = Counter(pair for group in left for pair in group)
        found.add(max(counts, key=lambda pair: (counts[pair] / _price(pair), pair)))
    return found


def _price(sign: str) -> int:
    if sign in _COMMON or sign in _COMMON_WORDS:
        return _DEAR
    return 1 if len(sign) > 1 else _ALONE


def _pattern(signs_: set[str]) -> re.Pattern[str]:
    """Return a pattern of signs."""
    seconds: dict[str, set[str]] = defaultdict(set)
    for sign in signs_:
        seconds[sign[0]].add(sign[1:])
    # Every branch begins with its character: so a search skips from one of them to the next.
    branches = (
        first if "" in some else f"{first}(?=[^{_HAN}\n]*[{''.join(sorted(some))}])"
        for first, some in sorted(seconds.items())
    )
    return re.compile("|".join(branches) or "(?!)")
