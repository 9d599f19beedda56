"""The register of regions: complete, unambiguous, and found the way people type."""

from __future__ import annotations

from collections import Counter

import pytest

from yibao_cli.policy import folder
from yibao_cli.regions import Region, find, register, suggest

PREFECTURES = {
    "13": 11, "14": 11, "15": 12, "21": 14, "22": 9, "23": 13, "32": 13, "33": 11, "34": 16, "35": 9, "36": 11,
    "37": 16, "41": 17, "42": 13, "43": 14, "44": 21, "45": 14, "46": 4, "51": 21, "52": 9, "53": 16, "54": 7,
    "61": 10, "62": 14, "63": 8, "64": 5, "65": 14,
}  # fmt: skip
"""How many prefecture-level divisions each province has; the four municipalities and 兵团 have none here."""


def regions() -> list[Region]:
    return list(register().values())


def names(query: str) -> list[str]:
    return [region.zh for region in find(query)]


def test_every_province_and_prefecture_is_there() -> None:
    assert sum(region.province for region in regions()) == 32
    prefectures = Counter(r.code[:2] for r in regions() if r.code.endswith("00") and not r.province)
    assert prefectures == PREFECTURES
    assert sum(prefectures.values()) == 333


def test_every_row_is_well_formed_and_sorted() -> None:
    lines = folder.text(folder.root() / "vocabulary" / "divisions.csv").splitlines()[1:]
    codes = [line.split(",")[0] for line in lines]
    assert codes == sorted(set(codes)), "a code twice, or out of order"
    for region in regions():
        assert region.code.isdigit()
        assert len(region.code) == 6
        assert region.pinyin.isascii()
        assert region.pinyin.isalpha()
        assert region.pinyin.islower()
        assert region.initials[0] == region.pinyin[0]
        assert len(region.initials) < len(region.pinyin)
        assert region.zh.endswith(
            ("省", "市", "自治区", "自治州", "自治县", "地区", "盟", "县", "区", "兵团")
        )


def test_every_region_has_its_province() -> None:
    assert {region.code[:2] + "0000" for region in regions()} <= set(register())


def test_no_name_is_shared() -> None:
    assert len({region.zh for region in regions()}) == len(regions())
    owners: dict[str, set[str]] = {}
    for region in regions():
        for name in (region.zh, region.short, *region.aliases):
            owners.setdefault(name, set()).add(region.zh)
    shared = {name: owner for name, owner in owners.items() if len(owner) > 1}
    assert shared == {"吉林": {"吉林省", "吉林市"}}, "only Jilin city bears its province's name"
    for region in regions():
        for alias in region.aliases:
            others = [r.zh for r in regions() if alias in (r.pinyin, r.initials, r.code)]
            assert not others, f"{alias} of {region.zh} is also a pinyin or a code"


def test_every_region_is_found_by_each_of_its_names() -> None:
    for region in regions():
        assert find(region.code) == [region]
        assert find(region.zh) == [region]
        for query in (region.short, region.pinyin, region.initials, *region.aliases):
            assert region in find(query), f"{query} does not find {region.zh}"
        for alias in region.aliases:
            assert find(alias) == [region]


@pytest.mark.parametrize(
    ("zh", "pinyin"),
    [
        ("重庆市", "chongqing"), ("厦门市", "xiamen"), ("六安市", "luan"), ("亳州市", "bozhou"), ("蚌埠市", "bengbu"),
        ("台州市", "taizhou"), ("泰州市", "taizhou"), ("丽水市", "lishui"), ("吕梁市", "lvliang"), ("陕西省", "shaanxi"),
        ("山西省", "shanxi"), ("西安市", "xian"), ("济南市", "jinan"), ("济宁市", "jining"), ("长沙市", "changsha"),
        ("长春市", "changchun"), ("长治市", "changzhi"), ("朝阳市", "chaoyang"), ("乐山市", "leshan"), ("宿州市", "suzhou"),
        ("宿迁市", "suqian"), ("苏州市", "suzhou"), ("衢州市", "quzhou"), ("漯河市", "luohe"), ("泸州市", "luzhou"),
        ("儋州市", "danzhou"), ("三沙市", "sansha"), ("大理白族自治州", "dali"), ("大连市", "dalian"), ("郴州市", "chenzhou"),
        ("巴音郭楞蒙古自治州", "bayinguoleng"), ("锡林郭勒盟", "xilinguole"), ("克孜勒苏柯尔克孜自治州", "kezilesu"),
        ("阿勒泰地区", "aletai"), ("阿坝藏族羌族自治州", "aba"), ("黔东南苗族侗族自治州", "qiandongnan"), ("珠海市", "zhuhai"),
        ("内蒙古自治区", "neimenggu"), ("西藏自治区", "xizang"), ("莆田市", "putian"), ("枣庄市", "zaozhuang"),
        ("伊犁哈萨克自治州", "yili"), ("濮阳市", "puyang"), ("百色市", "baise"), ("咸阳市", "xianyang"),
    ],
)  # fmt: skip
def test_names_that_are_easily_misread(zh: str, pinyin: str) -> None:
    assert zh in names(pinyin)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("cd", {"成都市", "承德市", "常德市", "昌都市"}),
        ("sz", {"深圳市", "苏州市", "宿州市", "朔州市", "随州市"}),
        ("taizhou", {"台州市", "泰州市"}),
        ("fuzhou", {"福州市", "抚州市"}),
        ("yulin", {"玉林市", "榆林市"}),
        ("yichun", {"伊春市", "宜春市"}),
        ("吉林", {"吉林省", "吉林市"}),
        ("蒙古", {"内蒙古自治区", "博尔塔拉蒙古自治州", "巴音郭楞蒙古自治州", "海西蒙古族藏族自治州"}),
    ],
)
def test_a_word_with_several_meanings_lists_them_all(query: str, expected: set[str]) -> None:
    assert set(names(query)) == expected


@pytest.mark.parametrize(
    ("queries", "zh"),
    [
        ("成都 chengdu 510100 成都市 Chengdu CHENGDU", "成都市"),
        ("广西 广西壮族自治区 450000 guangxi gx", "广西壮族自治区"),
        ("内蒙古 内蒙 innermongolia InnerMongolia neimenggu 150000", "内蒙古自治区"),
        ("西藏 tibet xizang 540000", "西藏自治区"),
        ("厦门 amoy xiamen", "厦门市"),
        ("凉山 凉山州 凉山彝族自治州 liangshan", "凉山彝族自治州"),
        ("延边 延边州 yanbian", "延边朝鲜族自治州"),
        ("红河 红河州 honghe", "红河哈尼族彝族自治州"),
        ("恩施 恩施州 enshi", "恩施土家族苗族自治州"),
        ("海南 海南省 hainan 460000", "海南省"),
        ("海南州 海南藏族自治州 hainanzhou", "海南藏族自治州"),
        ("兵团 xpcc 新疆兵团 新疆生产建设兵团 石河子 石河子市 660000", "新疆生产建设兵团"),
        ("吕梁 lvliang lyuliang", "吕梁市"),
        ("xi'an 西安", "西安市"),
        ("urumqi 乌鲁木齐", "乌鲁木齐市"),
        ("锡林郭勒盟 锡盟 锡林郭勒", "锡林郭勒盟"),
    ],
)
def test_every_way_of_writing_a_place_finds_it_alone(queries: str, zh: str) -> None:
    for query in queries.split():
        assert names(query) == [zh], query


@pytest.mark.parametrize("query", ["华中", "", "  ", "华", "某市", "xyzzy", "999999", "0", "香蕉"])
def test_nonsense_finds_nothing(query: str) -> None:
    assert find(query) == []


def test_a_slip_of_the_pen_is_answered_with_names_spelt_alike() -> None:
    assert "成都市" in [region.zh for region in suggest("chengdo")]
    assert len(suggest("shenzen")) <= 5
    assert "深圳市" in [region.zh for region in suggest("shenzen")]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("城都", "成都市"), ("城都市", "成都市"), ("承都", "成都市"), ("深镇", "深圳市"), ("杭洲", "杭州市"), ("苏洲", "苏州市"),
        ("武汗", "武汉市"), ("重启", "重庆市"), ("夏门", "厦门市"), ("北晶", "北京市"), ("宁播", "宁波市"), ("西按", "西安市"),
        ("Chéngdū", "成都市"), ("cheng2du1", "成都市"), ("lǚliáng", "吕梁市"), ("shengzhen", "深圳市"),
    ],
)  # fmt: skip
def test_a_name_that_sounds_alike_is_answered_with_the_place_first(typed: str, meant: str) -> None:
    assert find(typed) == []
    assert suggest(typed)[0].zh == meant
    assert len(suggest(typed)) <= 5


def test_every_place_is_suggested_for_its_pinyin_with_a_slip() -> None:
    """One letter doubled: the place is among the suggestions, unless others sound exactly like what was typed."""
    for region in regions():
        assert region in suggest(region.pinyin + region.pinyin[-1]), region.zh


def test_what_sounds_like_nothing_is_answered_with_nothing() -> None:
    typed = ("香蕉", "xyzzy", "12345", "", "四川省成都市武侯区天府大道中段一号")
    assert [suggest(text) for text in typed] == [[]] * len(typed)
