"""Names of streets, towns and townships: the short form in numbers and stamps, and the office that signs."""

import re

# The 55 nationalities a township may be named for: “常营回族乡” is 常营 for short.
NATIONALITIES = (
    "蒙古|回|藏|维吾尔|苗|彝|壮|布依|朝鲜|满|侗|瑶|白|土家|哈尼|哈萨克|傣|黎|傈僳|佤|畲|高山|拉祜|水|东乡|纳西|景颇|柯尔克孜|土|达斡尔|仫佬|羌|布朗|"
    "撒拉|毛南|仡佬|锡伯|阿昌|普米|塔吉克|怒|乌孜别克|俄罗斯|鄂温克|德昂|保安|裕固|京|塔塔尔|独龙|鄂伦春|赫哲|门巴|珞巴|基诺"
)
ENDINGS = (
    re.compile(rf"(?:(?:{NATIONALITIES})族)+乡$"),
    re.compile(rf"(?:(?:{NATIONALITIES})族?)?民族乡$"),
    re.compile(r"(?:街道|地区)(?:办事处)?$"),
    re.compile(r"(?:镇|乡|苏木)$"),
)
SHORTEST = 2  # 彭镇 stays 彭镇: one character alone names no place
OFFICES = {"街道": "办事处", "地区": "办事处", "镇": "人民政府", "乡": "人民政府", "苏木": "人民政府"}


def short_street_name(street: str) -> str:
    """“莘庄” for 莘庄镇, “太阳宫” for 太阳宫地区, “安民” for 安民民族乡."""
    for ending in ENDINGS:
        short = ending.sub("", street)
        if short != street and len(short) >= SHORTEST:
            return short
    return street


def office_of(street: str) -> str:
    """Who signs for it: “莘庄镇人民政府”, “古美街道办事处”, “太阳宫地区办事处”."""
    return street + next((office for ending, office in OFFICES.items() if street.endswith(ending)), "")
