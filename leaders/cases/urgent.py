"""Words of somebody who should be calling for help instead of writing. They never keep a matter from being sent."""

from communities.search import normal_form

# Words residents write, not words of the interface.
URGENT = (
    "受伤", "流血", "晕倒", "昏倒", "昏迷", "心脏病", "中风", "急救", "着火", "起火", "火灾", "失火", "冒烟",
    "浓烟", "爆炸", "煤气", "燃气", "漏气", "触电", "漏电", "溺水", "坠楼", "跳楼", "被困", "困在电梯", "打架", "持刀",
    "入室", "救命", "轻生", "自杀",
)  # fmt: skip


def sounds_urgent(text):
    plain = normal_form_of_all(text)
    return any(word in plain for word in URGENT)


def normal_form_of_all(text):
    """`normal_form` cuts; an urgent word may stand at the end of a long text."""
    return "".join(normal_form(text[start : start + 40]) for start in range(0, len(text), 40))
