//! Charts with axes, by plotters: pairs by weight, and lines over the last runs, as inline SVG.
//!
//! Comes in: numbers. Goes out: SVG text without any text from data. Bars beside numbers are cells of a table and drawn
//! by the style sheet; flows (`sankey.rs`) and sets (UpSet) are laid out by us, for no kept library has either.

use std::convert::Infallible;

use plotters::coord::Shift;
use plotters::prelude::{
    ChartBuilder, Circle, DrawingArea, DrawingAreaErrorKind, IntoDrawingArea as _, IntoLogRange as _, LineSeries, Rectangle,
};
use plotters::style::{Color as _, TRANSPARENT};

use super::canvas::{Canvas, Ink};
use super::facts::Bin;
use super::render::grouped;

type Area<'a> = DrawingArea<Canvas<'a>, Shift>;
type Drawn = Result<(), DrawingAreaErrorKind<Infallible>>;

const WIDTH: u32 = 1000;
const HEIGHT: u32 = 240;

/// Below one pair, so that one pair has a height of its own.
const LEAST: f64 = 0.5;

/// Sizes in the charts are tenths of a unit, as the canvas has them.
const UNIT: u32 = 10;

/// Pairs by weight, bars on a logarithmic height, the threshold as a dashed line; `""` without pairs.
pub(super) fn histogram(bins: &[Bin], threshold: Option<f64>) -> String {
    let Some(bars) = Bars::of(bins, threshold) else { return String::new() };
    let mut svg = String::new();
    let canvas = Canvas::new(WIDTH, HEIGHT, &mut svg).titled(bars.filled().map(|bin| bars.title(bin)));
    draw_bars(&canvas.into_drawing_area(), &bars).expect("a canvas in memory takes everything");
    svg
}

/// What a histogram shows.
struct Bars<'a> {
    bins: &'a [Bin],
    /// Width of a bar in bits.
    step: i32,
    low: f64,
    high: f64,
    most: f64,
    threshold: Option<f64>,
}

impl<'a> Bars<'a> {
    fn of(bins: &'a [Bin], threshold: Option<f64>) -> Option<Self> {
        let (first, last) = (bins.first()?, bins.last()?);
        let step = bins.windows(2).map(|pair| pair[1].from_bits - pair[0].from_bits).filter(|&d| d > 0).min().unwrap_or(1);
        let (low, high) = (f64::from(first.from_bits), f64::from(last.from_bits + step));
        let most = bins.iter().map(|bin| bin.pairs).max().unwrap_or(0).max(1);
        Some(Self { bins, step, low, high, most: most as f64, threshold })
    }

    fn filled(&self) -> impl Iterator<Item = &'a Bin> {
        self.bins.iter().filter(|bin| bin.pairs > 0)
    }

    fn title(&self, bin: &Bin) -> String {
        format!("{} … {}: {}", bin.from_bits, bin.from_bits + self.step, grouped(bin.pairs))
    }

    fn bar(&self, bin: &Bin) -> Rectangle<(f64, f64)> {
        let (from, to) = (f64::from(bin.from_bits), f64::from(bin.from_bits + self.step));
        let ink = if self.threshold.is_some_and(|threshold| to <= threshold) { Ink::Less } else { Ink::Fill };
        let mut bar = Rectangle::new([(from, LEAST), (to, bin.pairs as f64)], ink.color().filled());
        bar.set_margin(0, 0, 0, UNIT);
        bar
    }
}

fn draw_bars(area: &Area, bars: &Bars) -> Drawn {
    let mut chart = ChartBuilder::on(area)
        .margin(UNIT * 6)
        .x_label_area_size(UNIT * 22)
        .y_label_area_size(UNIT * 66)
        .build_cartesian_2d(bars.low..bars.high, (LEAST..bars.most * 1.2).log_scale())?;
    chart
        .configure_mesh()
        .disable_x_mesh()
        .light_line_style(TRANSPARENT)
        .max_light_lines(0)
        .bold_line_style(Ink::Grid.color())
        .axis_style(Ink::Axis.color())
        .label_style(("sans-serif", UNIT * 11))
        .set_all_tick_mark_size(UNIT * 4)
        .x_labels(12)
        .y_labels(6)
        .x_label_formatter(&|bits| format!("{bits}"))
        .y_label_formatter(&|pairs| grouped(pairs.round() as u64))
        .draw()?;
    chart.draw_series(bars.filled().map(|bin| bars.bar(bin)))?;
    if let Some(threshold) = bars.threshold.filter(|t| (bars.low..=bars.high).contains(t)) {
        chart.draw_series(LineSeries::new([(threshold, LEAST), (threshold, bars.most * 1.2)], Ink::Mark.color()))?;
    }
    area.present()
}

/// A line over the last runs; missing values leave a gap in time but no break. `""` with fewer than two values.
pub(super) fn sparkline(values: &[Option<f64>]) -> String {
    let known: Vec<(f64, f64)> = values.iter().enumerate().filter_map(|(i, value)| value.map(|value| (i as f64, value))).collect();
    if known.len() < 2 {
        return String::new();
    }
    let low = known.iter().map(|(_, v)| *v).fold(f64::INFINITY, f64::min);
    let high = known.iter().map(|(_, v)| *v).fold(f64::NEG_INFINITY, f64::max);
    // A hundredth of the value is the least that fills the height: noise is to look like noise.
    let half = (high - low).max(high.abs() / 100.0).max(f64::MIN_POSITIVE) / 2.0;
    let middle = f64::midpoint(low, high);
    let mut svg = String::new();
    let frame = ((values.len() - 1) as f64, middle - half, middle + half);
    draw_line(&Canvas::new(300, 40, &mut svg).into_drawing_area(), &known, frame).expect("a canvas in memory takes everything");
    svg
}

fn draw_line(area: &Area, known: &[(f64, f64)], (last, low, high): (f64, f64, f64)) -> Drawn {
    let mut chart = ChartBuilder::on(area).margin(UNIT * 6).build_cartesian_2d(0.0..last, low..high)?;
    chart.draw_series(LineSeries::new(known.iter().copied(), Ink::Line.color()))?;
    chart.draw_series(known.last().map(|&end| Circle::new(end, UNIT * 3, Ink::Fill.color().filled())))?;
    area.present()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_histogram_marks_its_threshold() {
        let bins = [Bin { from_bits: -10, pairs: 1000 }, Bin { from_bits: 0, pairs: 0 }, Bin { from_bits: 10, pairs: 10 }];
        let svg = histogram(&bins, Some(5.0));
        assert_eq!((svg.matches("<rect").count(), svg.matches("class=\"mark\"").count()), (2, 1), "{svg}");
        assert!(svg.contains("class=\"less\"") && svg.contains("<title>-10 … 0: 1,000</title>"), "{svg}");
        // Both axes are labelled, the upright one by powers of ten.
        for label in [">-10<", ">10<", ">1,000<", ">100<"] {
            assert!(svg.contains(label), "{label}: {svg}");
        }
        assert!(!svg.contains('#') && !svg.contains("rgb") && svg.ends_with("</svg>"), "{svg}");
        assert_eq!(histogram(&[], None), "");
    }

    #[test]
    fn any_histogram_can_be_drawn() {
        let of = |pairs: &[u64]| (0..).zip(pairs).map(|(i, &pairs)| Bin { from_bits: i, pairs }).collect::<Vec<_>>();
        for (pairs, bars) in [(vec![1], 1), (vec![0], 0), (vec![1, 1, 1], 3), (vec![u64::from(u32::MAX), 0, 3], 2)] {
            for threshold in [None, Some(-1e9), Some(0.0), Some(1.5), Some(f64::INFINITY)] {
                let svg = histogram(&of(&pairs), threshold);
                assert_eq!(svg.matches("<rect").count(), bars, "{pairs:?} {threshold:?}: {svg}");
            }
        }
    }

    #[test]
    fn one_run_makes_no_line() {
        assert_eq!(sparkline(&[Some(0.9)]), "");
        assert_eq!(sparkline(&[None, Some(0.9), None]), "");
        let svg = sparkline(&[Some(0.9), None, Some(0.9)]);
        assert_eq!(
            (svg.matches("<polyline class=\"line\"").count(), svg.matches("<circle class=\"fill\"").count()),
            (1, 1),
            "{svg}"
        );
    }
}
