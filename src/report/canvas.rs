//! What plotters draws on: SVG that takes its colours from the page.
//!
//! Comes in: lines, rectangles, circles and texts, each in one of our [`Ink`]s. Goes out: SVG whose shapes have classes
//! instead of colours, so that light, dark and print follow the style sheet; shapes can be named for those who point at
//! them. Plotters' own SVG has fixed colours and no names.

use std::collections::VecDeque;
use std::convert::Infallible;
use std::fmt::Write as _;

use plotters::prelude::{DrawingBackend, RGBColor};
use plotters::style::text_anchor::{HPos, VPos};
use plotters_backend::{BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingErrorKind};

/// A colour of the style sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ink {
    /// What counts.
    Fill,
    /// What counts less.
    Less,
    /// Axes and ticks.
    Axis,
    /// Lines across the chart.
    Grid,
    /// A level worth a look.
    Mark,
    /// A trend.
    Line,
}

impl Ink {
    const ALL: [(Self, &'static str); 6] = [
        (Self::Fill, "fill"),
        (Self::Less, "less"),
        (Self::Axis, "axis"),
        (Self::Grid, "grid-line"),
        (Self::Mark, "mark"),
        (Self::Line, "line"),
    ];

    /// The colour by which the canvas knows the ink again.
    pub(super) const fn color(self) -> RGBColor {
        RGBColor(0, 0, self as u8 + 1)
    }

    fn class(color: BackendColor) -> &'static str {
        Self::ALL.iter().find(|(ink, _)| *ink as u8 + 1 == color.rgb.2).map_or("axis", |(_, class)| class)
    }
}

/// Parts of a unit: plotters knows whole numbers only.
const PARTS: i32 = 10;

/// An SVG text in the making; sizes and coordinates are in tenths of a unit of its view box.
pub(super) struct Canvas<'a> {
    width: u32,
    height: u32,
    svg: &'a mut String,
    /// Names of the filled rectangles to come.
    titles: VecDeque<String>,
}

impl<'a> Canvas<'a> {
    /// An empty picture of so many units.
    pub(super) fn new(width: u32, height: u32, svg: &'a mut String) -> Self {
        put(svg, format_args!("<svg viewBox=\"0 0 {width} {height}\" role=\"img\">"));
        Self { width: width * PARTS as u32, height: height * PARTS as u32, svg, titles: VecDeque::new() }
    }

    /// Names the filled rectangles, in the order they will be drawn.
    pub(super) fn titled(self, titles: impl IntoIterator<Item = String>) -> Self {
        Self { titles: titles.into_iter().collect(), ..self }
    }
}

fn put(svg: &mut String, text: std::fmt::Arguments) {
    svg.write_fmt(text).expect("a String takes everything");
}

/// A coordinate to a tenth of a unit.
fn unit(coordinate: i32) -> f64 {
    f64::from(coordinate) / f64::from(PARTS)
}

fn points(path: impl IntoIterator<Item = BackendCoord>) -> String {
    path.into_iter().map(|(x, y)| format!("{},{}", unit(x), unit(y))).collect::<Vec<_>>().join(" ")
}

type Drawn = Result<(), DrawingErrorKind<Infallible>>;

impl DrawingBackend for Canvas<'_> {
    type ErrorType = Infallible;

    fn get_size(&self) -> (u32, u32) {
        (self.width, self.height)
    }

    fn ensure_prepared(&mut self) -> Drawn {
        Ok(())
    }

    fn present(&mut self) -> Drawn {
        self.svg.push_str("</svg>");
        Ok(())
    }

    fn draw_pixel(&mut self, (x, y): BackendCoord, color: BackendColor) -> Drawn {
        let side = unit(1);
        put(
            self.svg,
            format_args!(
                "<rect class=\"{}\" x=\"{}\" y=\"{}\" width=\"{side}\" height=\"{side}\"/>",
                Ink::class(color),
                unit(x),
                unit(y)
            ),
        );
        Ok(())
    }

    fn draw_line<S: BackendStyle>(&mut self, from: BackendCoord, to: BackendCoord, style: &S) -> Drawn {
        put(
            self.svg,
            format_args!(
                "<line class=\"{}\" x1=\"{}\" y1=\"{}\" x2=\"{}\" y2=\"{}\"/>",
                Ink::class(style.color()),
                unit(from.0),
                unit(from.1),
                unit(to.0),
                unit(to.1)
            ),
        );
        Ok(())
    }

    fn draw_rect<S: BackendStyle>(&mut self, from: BackendCoord, to: BackendCoord, style: &S, fill: bool) -> Drawn {
        let shape = format!(
            "<rect class=\"{}\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"",
            Ink::class(style.color()),
            unit(from.0.min(to.0)),
            unit(from.1.min(to.1)),
            unit((to.0 - from.0).abs()),
            unit((to.1 - from.1).abs())
        );
        match if fill { self.titles.pop_front() } else { None } {
            Some(title) => put(self.svg, format_args!("{shape}><title>{}</title></rect>", escaped(&title))),
            None => put(self.svg, format_args!("{shape}/>")),
        }
        Ok(())
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(&mut self, path: I, style: &S) -> Drawn {
        let class = Ink::class(style.color());
        put(self.svg, format_args!("<polyline class=\"{class}\" points=\"{}\"/>", points(path)));
        Ok(())
    }

    fn draw_circle<S: BackendStyle>(&mut self, (x, y): BackendCoord, radius: u32, style: &S, _fill: bool) -> Drawn {
        let (class, radius) = (Ink::class(style.color()), unit(radius as i32));
        put(self.svg, format_args!("<circle class=\"{class}\" cx=\"{}\" cy=\"{}\" r=\"{radius}\"/>", unit(x), unit(y)));
        Ok(())
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(&mut self, corners: I, style: &S) -> Drawn {
        let class = Ink::class(style.color());
        put(self.svg, format_args!("<polygon class=\"{class}\" points=\"{}\"/>", points(corners)));
        Ok(())
    }

    /// Text is in the style sheet's colour and size: only its place comes from the chart.
    fn draw_text<T: BackendTextStyle>(&mut self, text: &str, style: &T, (x, y): BackendCoord) -> Drawn {
        let anchor = match style.anchor().h_pos {
            HPos::Left => "start",
            HPos::Center => "middle",
            HPos::Right => "end",
        };
        // Parts of the font's size between the place and the base line.
        let down = match style.anchor().v_pos {
            VPos::Top => ".8em",
            VPos::Center => ".35em",
            VPos::Bottom => "0",
        };
        put(
            self.svg,
            format_args!(
                "<text x=\"{}\" y=\"{}\" dy=\"{down}\" text-anchor=\"{anchor}\">{}</text>",
                unit(x),
                unit(y),
                escaped(text)
            ),
        );
        Ok(())
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}

#[cfg(test)]
mod tests {
    use plotters::prelude::{Circle, IntoDrawingArea as _, PathElement, Rectangle};
    use plotters::style::Color as _;

    use super::*;

    #[test]
    fn shapes_have_classes_and_names_instead_of_colours() {
        let mut svg = String::new();
        let area = Canvas::new(20, 10, &mut svg).titled(["a < b".to_owned()]).into_drawing_area();
        area.draw(&Rectangle::new([(0, 0), (55, 100)], Ink::Less.color().filled())).unwrap();
        area.draw(&Rectangle::new([(0, 0), (10, 10)], Ink::Fill.color().filled())).unwrap();
        area.draw(&PathElement::new([(0, 1), (20, 31)], Ink::Line.color())).unwrap();
        area.draw(&Circle::new((15, 15), 30, Ink::Mark.color().filled())).unwrap();
        area.present().unwrap();
        drop(area);
        let expected = "<svg viewBox=\"0 0 20 10\" role=\"img\">\
            <rect class=\"less\" x=\"0\" y=\"0\" width=\"5.5\" height=\"10\"><title>a &lt; b</title></rect>\
            <rect class=\"fill\" x=\"0\" y=\"0\" width=\"1\" height=\"1\"/>\
            <polyline class=\"line\" points=\"0,0.1 2,3.1\"/>\
            <circle class=\"mark\" cx=\"1.5\" cy=\"1.5\" r=\"3\"/></svg>";
        assert_eq!(svg, expected);
    }
}
