//! The few charts that are no bars of text: pairs by weight, and lines over the last runs, as inline SVG.
//!
//! Drawn by hand because the page must follow light, dark and print colours through CSS classes, and a page of many
//! small charts must stay small. Comes in: numbers. Goes out: SVG text without any text from data.

use std::fmt::Write as _;

use super::facts::Bin;

const WIDTH: f64 = 1000.0;
const HEIGHT: f64 = 220.0;
const BASE: f64 = 190.0;

/// Pairs by weight, bars on a logarithmic height, the threshold as a dashed line; `""` without pairs.
pub(super) fn histogram(bins: &[Bin], threshold: Option<f64>) -> String {
    let (Some(first), Some(last)) = (bins.first(), bins.last()) else { return String::new() };
    let step = bins.windows(2).map(|pair| pair[1].from_bits - pair[0].from_bits).filter(|&d| d > 0).min().unwrap_or(1);
    let (low, high) = (f64::from(first.from_bits), f64::from(last.from_bits + step));
    let x = |bits: f64| (bits - low) / (high - low) * WIDTH;
    let most = bins.iter().map(|bin| bin.pairs).max().unwrap_or(0);
    let mut svg = format!("<svg viewBox=\"0 0 {WIDTH} {HEIGHT}\" role=\"img\">");
    for bin in bins.iter().filter(|bin| bin.pairs > 0) {
        let from = f64::from(bin.from_bits);
        let height = (log(bin.pairs) / log(most) * (BASE - 12.0)).max(2.0);
        let class = if threshold.is_some_and(|t| from + f64::from(step) <= t) { "less" } else { "fill" };
        let (left, width) = (x(from), (x(from + f64::from(step)) - x(from) - 1.0).max(1.0));
        let _ = write!(
            svg,
            "<rect class=\"{class}\" x=\"{left:.1}\" y=\"{:.1}\" width=\"{width:.1}\" height=\"{height:.1}\"><title>{} … {}: {}</title></rect>",
            BASE - height,
            bin.from_bits,
            bin.from_bits + step,
            bin.pairs
        );
    }
    let _ = write!(svg, "<line class=\"axis\" x1=\"0\" y1=\"{BASE}\" x2=\"{WIDTH}\" y2=\"{BASE}\"/>");
    for tick in ticks(low, high) {
        let at = x(tick);
        let anchor = if at < 20.0 {
            "start"
        } else if at > WIDTH - 20.0 {
            "end"
        } else {
            "middle"
        };
        let _ = write!(svg, "<text x=\"{at:.1}\" y=\"{}\" text-anchor=\"{anchor}\">{tick}</text>", BASE + 18.0);
    }
    if let Some(threshold) = threshold.filter(|t| (low..=high).contains(t)) {
        let at = x(threshold);
        let _ = write!(svg, "<line class=\"mark\" x1=\"{at:.1}\" y1=\"0\" x2=\"{at:.1}\" y2=\"{BASE}\"/>");
    }
    svg.push_str("</svg>");
    svg
}

/// About ten round numbers within bounds.
fn ticks(low: f64, high: f64) -> Vec<f64> {
    let step = [1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0].into_iter().find(|step| (high - low) / step <= 12.0).unwrap_or(200.0);
    let mut tick = (low / step).ceil() * step;
    let mut out = Vec::new();
    while tick <= high {
        out.push(tick);
        tick += step;
    }
    out
}

#[expect(clippy::cast_precision_loss, reason = "the height of a bar")]
fn log(pairs: u64) -> f64 {
    (pairs as f64 + 1.0).log2()
}

/// A line over the last runs; missing values leave a gap in time but no break. `""` with fewer than two values.
pub(super) fn sparkline(values: &[Option<f64>]) -> String {
    let known: Vec<(usize, f64)> = values.iter().enumerate().filter_map(|(i, v)| v.map(|v| (i, v))).collect();
    if known.len() < 2 {
        return String::new();
    }
    let low = known.iter().map(|(_, v)| *v).fold(f64::INFINITY, f64::min);
    let high = known.iter().map(|(_, v)| *v).fold(f64::NEG_INFINITY, f64::max);
    // A hundredth of the value is the least that fills the height: noise is to look like noise.
    let spread = (high - low).max(high.abs() / 100.0).max(f64::MIN_POSITIVE);
    let low = f64::midpoint(low, high) - spread / 2.0;
    #[expect(clippy::cast_precision_loss, reason = "positions of a few runs")]
    let point = |i: usize, v: f64| (6.0 + i as f64 / (values.len() - 1) as f64 * 288.0, 34.0 - (v - low) / spread * 28.0);
    let path: Vec<String> = known.iter().map(|&(i, v)| point(i, v)).map(|(x, y)| format!("{x:.1},{y:.1}")).collect();
    let (x, y) = known.last().map_or((0.0, 0.0), |&(i, v)| point(i, v));
    format!(
        "<svg viewBox=\"0 0 300 40\" role=\"img\"><polyline class=\"line\" points=\"{}\"/><circle class=\"fill\" cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"3\"/></svg>",
        path.join(" ")
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_histogram_marks_its_threshold() {
        let bins = [Bin { from_bits: -10, pairs: 1000 }, Bin { from_bits: 0, pairs: 0 }, Bin { from_bits: 10, pairs: 10 }];
        let svg = histogram(&bins, Some(5.0));
        assert_eq!((svg.matches("<rect").count(), svg.matches("class=\"mark\"").count()), (2, 1));
        assert!(svg.contains("x1=\"500.0\""), "{svg}");
        assert_eq!(histogram(&[], None), "");
    }

    #[test]
    fn one_run_makes_no_line() {
        assert_eq!(sparkline(&[Some(0.9)]), "");
        assert_eq!(sparkline(&[None, Some(0.9), None]), "");
        assert!(sparkline(&[Some(0.9), None, Some(0.9)]).contains("6.0,20.0 294.0,20.0"));
    }
}
