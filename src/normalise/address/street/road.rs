//! Where the name of a road or a village ends.

/// What ends a road's name, longest first.
pub(super) const ROAD_ENDS: &[&str] =
    &["大道", "大街", "公路", "国道", "省道", "县道", "胡同", "支路", "环路", "高速", "路", "街", "巷", "道", "弄", "条", "坊"];

/// What may follow a road's end and still belong to it, before 段, 路, 街 …
pub(super) const ROAD_TAILS: &[&str] = &[
    "东一段",
    "东二段",
    "西一段",
    "西二段",
    "南一段",
    "南二段",
    "北一段",
    "北二段",
    "一段",
    "二段",
    "三段",
    "四段",
    "五段",
    "六段",
    "东段",
    "西段",
    "南段",
    "北段",
    "中段",
    "东路",
    "西路",
    "南路",
    "北路",
    "东街",
    "西街",
    "南街",
    "北街",
    "东里",
    "西里",
    "南里",
    "北里",
];

/// What ends a place before a road: the road's name begins after it.
pub(super) const BEFORE_ROAD: &[&str] = &[
    "工业区",
    "工业园",
    "工业园区",
    "开发区",
    "科技园",
    "产业园",
    "园区",
    "小区",
    "社区",
    "新村",
    "村委会",
    "居委会",
    "广场",
    "大厦",
    "管理区",
    "农场",
    "林场",
    "示范区",
    "保税区",
    "度假区",
    "新区",
    "高新区",
    "经开区",
    "校区",
    "街道",
    "组团",
    "片区",
    "商圈",
];

/// What ends the name of a village.
pub(super) const VILLAGE_ENDS: &[&str] = &["村", "嘎查", "社区", "农场", "林场", "大队"];

/// Their last characters: a first look.
pub(super) const VILLAGE_LAST: &[char] = &['村', '查', '区', '场', '队'];

pub(super) fn ends_with_any(text: &str, ends: &[&str]) -> bool {
    ends.iter().any(|e| text.ends_with(e))
}

/// Byte where a leading village name ends.
pub(super) fn village_end(name: &str) -> Option<usize> {
    if !name.contains(VILLAGE_LAST) {
        return None;
    }
    VILLAGE_ENDS.iter().filter_map(|e| name.find(e).filter(|&at| at >= 3).map(|at| at + e.len())).min()
}

/// Splits a text into what stands before a road, the road, and what follows. The road is empty if there is none.
pub(super) fn split_road(name: &str) -> (&str, &str, &str) {
    let mut end = 0;
    for (at, c) in name.char_indices() {
        if at == 0
            || !matches!(
                c,
                '大' | '公' | '国' | '省' | '县' | '胡' | '支' | '环' | '高' | '路' | '街' | '巷' | '道' | '弄' | '条' | '坊'
            )
        {
            continue;
        }
        let tail = &name[at..];
        let Some(word) = ROAD_ENDS.iter().find(|w| tail.starts_with(*w)) else { continue };
        let after = &tail[word.len()..];
        // 街道口, 路口 and 道路 are parts of names.
        if after.starts_with(['路', '街', '道']) && word.len() == 3 || *word == "条" && !after.is_empty() {
            continue;
        }
        end = at + word.len();
        if let Some(more) = ROAD_TAILS.iter().find(|w| after.starts_with(*w)) {
            end += more.len();
        } else if let Some(side) =
            after.chars().next().filter(|c| matches!(c, '东' | '西' | '南' | '北' | '中') && after.len() == c.len_utf8())
        {
            end += side.len_utf8(); // 德辅道中
        }
        break;
    }
    if end == 0 {
        return ("", "", name);
    }
    let road = &name[..end];
    // A marker of two characters and a road of three: shorter text holds no place before the road.
    let start = BEFORE_ROAD
        .iter()
        .filter(|_| end >= 15)
        .filter_map(|w| road.rfind(w).map(|at| at + w.len()))
        .filter(|&at| {
            let n = road[at..].chars().count();
            n > 3 || n == 3 && !road[at..].starts_with(['东', '西', '南', '北', '中', '一', '二', '三'])
        })
        .max()
        .unwrap_or(0);
    (&name[..start], &name[start..end], &name[end..])
}

/// What says that a road meets another.
const CROSSINGS: &[&str] = &["十字路口", "交叉口", "交叉处", "交汇处", "交汇口", "交界处", "交口", "路口", "十字"];

/// Longest way to the crossing behind a road, in characters.
const CROSSING_MAX: usize = 16;

/// What follows a road without the road it meets and the side of it: 与民族大道交叉口 | 光谷国际广场, 南侧 | 财富中心.
pub(super) fn behind_crossing(after: &str) -> &str {
    let crossed = after.starts_with(['与', '和', '及']).then(|| {
        let ends = CROSSINGS.iter().filter_map(|word| after.find(word).map(|at| at + word.len()));
        ends.min().filter(|end| after[..*end].chars().count() <= CROSSING_MAX).map(|end| &after[end..])
    });
    let rest = crossed.flatten().unwrap_or(after);
    let far = rest.strip_prefix(['向', '往']).unwrap_or(rest);
    let side = far.trim_start_matches(['东', '南', '西', '北']);
    if side.len() == far.len() || rest.len() == far.len() && crossed.is_none() && !side.starts_with('侧') {
        return rest;
    }
    let metres = side.trim_start_matches(|c: char| c.is_ascii_digit());
    if let Some(left) = metres.strip_prefix('米').filter(|_| metres.len() < side.len()) {
        let road = left.strip_prefix('路').map_or(left, |at| at.trim_start_matches(['东', '南', '西', '北']));
        return road.strip_prefix('侧').unwrap_or(road);
    }
    side.strip_prefix(['侧', '角', '面', '边']).unwrap_or(rest)
}
