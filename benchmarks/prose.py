"""How long quantities take to find in 1 MB of prose, beside other libraries where installed.

    PYTHONPATH=tests python benchmarks/prose.py
    PYTHONPATH=tests python benchmarks/prose.py --junk    (time grows as length does, no faster)

Three texts, all of our own wording: nothing but paragraphs full of figures (those labelled for the
tests), the same thinned with paragraphs as reports mostly are, without any, and those alone. Each
time that a paragraph comes again its counts are others, so that nothing is known from before that
would not be of another report. ``--junk`` reads
ever longer texts of one piece repeated, without a line break, to 1 MB: what a pattern that is not
linear would take quadratic time for.
"""

from __future__ import annotations

import importlib
import itertools
import random
import re
import sys
import time
from collections.abc import Callable, Sized

from govreport.kinds import kind
from govreport.narrative.quantities import ReportContext, read_quantities
from govreport.outline.lines import Line
from govreport.outline.passages import Passage
from govreport.zh.dates import find_dates
from govreport.zh.numerals import find_numbers
from govreport.zh.quantities import find_none, find_other_numbers, find_quantities
from labelled import score

SIZE = 1_000_000
ROUNDS = 3
WITHOUT_FIGURES = (
    "我局把公开透明的要求贯穿政务运行全过程，健全公开目录的动态调整机制，对拟公开的文件先审查后公开，"
    "由办公室会同业务科室逐件提出意见，报分管负责同志审定，做到应公开尽公开、应保密则保密。"
    "对涉及群众切身利益的重大决策，通过座谈、听证和网上征求意见等方式听取各方面的建议，"
    "及时公布采纳情况和理由；对社会关注的热点，主动对接媒体，用图表、短视频等通俗的方式加以说明。\n"
    "下一步，我局将完善工作制度，加强对基层的指导，推动公开内容更加贴近企业和群众的需要，"
    "优化依申请公开的办理流程，注重与申请人的沟通，把便民服务融入答复的每个环节，"
    "并继续加强队伍建设，组织业务骨干交流学习，不断提高工作的规范化和标准化水平。\n"
)


#: Pieces of junk, each repeated to as many characters.
JUNK = """
1 １， 一 零 百 万 半 几十 余 两点 1. 1- 1至 1/ ( （1） 其中（ 其中1件， 从1件 从1件到2件 由
a A1 无 没有 “1 《 〔1 第一 1件，占1%， 1件合计 较去年的1件增长1% 1年1月 去年 全市 各部门 申请
收到申请1件， 公开信息1条、 的 ， 网站 在1 通过网站 年年年年 1比 1:1 均为零 不少于1件不超过2件
"""
#: A number that is a count for sure.
COUNT = re.compile(r"(?<![0-9.,第])[1-9][0-9]{0,4}(?=[件条次篇个期人项份场])")
LENGTHS = (125_000, 250_000, 500_000, 1_000_000)


def junk() -> None:
    """Time each piece of junk at growing lengths; the last column is the worst growth at doubling,
    of times long enough to compare."""
    random.seed(1)
    signs = sorted(set(JUNK) | set("0123456789日号个元‰。、：—（）“”》未翻番成分之比"))
    mixed = "".join(random.choices(signs, k=max(LENGTHS)))
    print(f"{'':<16}" + "".join(f"{length:>12,}" for length in LENGTHS) + f"{'growth':>10}")
    for name, text in [(each, each) for each in JUNK.split()] + [("(random)", mixed)]:
        seconds = []
        for length in LENGTHS:
            line = (text * (length // len(text) + 1))[:length]
            start = time.process_time()
            report_quantities(line)
            seconds.append(time.process_time() - start)
        pairs = itertools.pairwise(seconds)
        growth = max((after / before for before, after in pairs if before > 0.2), default=0)
        row = "".join(f"{each:>12.2f}" for each in seconds)
        print(f"{name[:8]:<16}{row}{f'{growth:.1f}' if growth else '-':>10}")


def report_quantities(text: str) -> Sized:
    """What a report would hold: with the figures of the forms that they are."""
    place = ReportContext(kind=kind("ogi"), issuer="青澜市云浦区科技局", year=2018, edition="2014")
    titles = ("依申请公开政府信息情况",)
    lines = (
        Line(text=line, label=None, block=n, start=0, end=len(line), raw=line)
        for n, line in enumerate(text.split("\n"))
    )
    passages = [Passage(line=line, titles=titles) for line in lines]
    return read_quantities(passages, place)


def main() -> None:
    """Time each on each text and print a table."""
    paragraphs = [each.text for each in score.load()]
    texts = {
        "figures": _megabyte("\n".join(paragraphs)),
        "report": _megabyte("\n".join(f"{each}\n{WITHOUT_FIGURES}" for each in paragraphs)),
        "without": _megabyte(WITHOUT_FIGURES),
    }
    print(f"{'':<28}{'text':<10}{'found':>9}{'seconds':>10}{'MB/s':>8}")
    for name, text in texts.items():
        for label, action in {**OURS, **_peers()}.items():
            seconds, found = _best(action, text)
            speed = len(text.encode()) / 1e6 / seconds
            print(f"{label:<28}{name:<10}{found:>9}{seconds:>10.2f}{speed:>8.2f}")


OURS: dict[str, Callable[[str], Sized]] = {
    "read_quantities (all)": report_quantities,
    "find_quantities": find_quantities,
    "find_other_numbers": find_other_numbers,
    "find_none": find_none,
    "find_numbers": lambda text: list(find_numbers(text)),
    "find_dates": find_dates,
}


def _peers() -> dict[str, Callable[[str], Sized]]:
    """Those of cn2an, JioNLP and Recognizers-Text that are installed, on what each offers."""
    peers: dict[str, Callable[[str], Sized]] = {}
    for name, module, function in (
        ("cn2an.transform", "cn2an", "transform"),
        ("jionlp.extract_money", "jionlp", "extract_money"),
        ("recognizers recognize_number", "recognizers_number", "recognize_number"),
    ):
        try:
            found = getattr(importlib.import_module(module), function)
        except ImportError:
            continue
        if module == "recognizers_number":
            peers[name] = lambda text, found=found: found(text, "zh-cn")  # type: ignore[misc]
        else:
            peers[name] = found
    return peers


def _megabyte(text: str) -> str:
    """The text so often, with other counts each time."""
    draw = random.Random(1)

    def other(count: re.Match[str]) -> str:
        length = len(count[0])
        return str(draw.randrange(10 ** (length - 1), 10**length))

    times = SIZE // len(text.encode()) + 1
    return "\n".join(COUNT.sub(other, text) for _ in range(times))


def _best(action: Callable[[str], Sized], text: str) -> tuple[float, int]:
    seconds = []
    found = 0
    for _ in range(ROUNDS):
        start = time.process_time()
        found = len(action(text))
        seconds.append(time.process_time() - start)
    return min(seconds), found


if __name__ == "__main__":
    junk() if "--junk" in sys.argv else main()
