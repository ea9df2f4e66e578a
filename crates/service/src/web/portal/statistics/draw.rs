//! Plots as shapes: a drawing has a size of its own and is told its numbers, nothing else. Colours,
//! strokes and letters come from the style sheet by class.

/// A drawing, ready for a template.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Drawing {
    /// The class that shows it: on narrow or on wide screens.
    pub(crate) class: &'static str,
    pub(crate) width: u32,
    pub(crate) height: u32,
    pub(crate) shapes: Vec<Shape>,
}

/// A shape of a drawing.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Shape {
    /// A filled rectangle.
    Rect { x: String, y: String, width: String, height: String, class: &'static str },
    /// A straight line.
    Line { x1: String, y1: String, x2: String, y2: String, class: &'static str },
    /// A line through points.
    Path { points: String, class: &'static str },
    /// A dot on such a line.
    Dot { x: String, y: String, class: &'static str },
    /// A word.
    Text { x: String, y: String, anchor: &'static str, class: &'static str, text: String },
}

/// The room around a plot: at the left for the numbers, below for the months.
const LEFT: f64 = 52.0;
const BELOW: f64 = 28.0;
const ABOVE: f64 = 12.0;
const RIGHT: f64 = 8.0;

/// The classes of series, by their place.
const FILLS: [&str; 6] = ["s1", "s2", "s3", "s4", "s5", "s6"];
const STROKES: [&str; 6] = ["s1 l1", "s2 l2", "s3 l3", "s4 l4", "s5 l5", "s6 l6"];

/// The two sizes a plot is drawn in, and the class that shows each.
const SIZES: [(&str, u32, u32); 2] = [
    ("tk-chart__svg tk-chart__svg--narrow", 328, 240),
    ("tk-chart__svg tk-chart__svg--wide", 720, 300),
];

/// The class of the fill of a series.
pub(crate) fn fill(place: usize) -> &'static str {
    FILLS.get(place % FILLS.len()).copied().unwrap_or_default()
}

/// The class of the line of a series.
pub(crate) fn stroke(place: usize) -> &'static str {
    STROKES.get(place % STROKES.len()).copied().unwrap_or_default()
}

fn point(value: f64) -> String {
    format!("{value:.1}")
}

fn number(value: u64) -> f64 {
    f64::from(u32::try_from(value).unwrap_or(u32::MAX))
}

fn place(index: usize) -> f64 {
    f64::from(u32::try_from(index).unwrap_or(u32::MAX))
}

/// A step of the axis that people count in, so that about four of them reach the top.
fn step(most: f64) -> f64 {
    let rough = (most / 4.0).max(f64::MIN_POSITIVE);
    let power = 10f64.powf(rough.log10().floor());
    let steps = [1.0, 2.0, 2.5, 5.0, 10.0].map(|step| step * power);
    steps.into_iter().find(|step| *step >= rough).unwrap_or(10.0 * power)
}

/// The field of a plot: months from left to right, values from the bottom up.
struct Field {
    drawing: Drawing,
    top: f64,
    months: usize,
}

impl Field {
    /// A field with its axis; `say` writes a value beside it.
    fn new(
        (class, width, height): (&'static str, u32, u32),
        months: &[String],
        most: f64,
        say: &dyn Fn(f64) -> String,
    ) -> Self {
        let step = step(most);
        let top = (most / step).ceil().max(1.0) * step;
        let drawing = Drawing { class, width, height, shapes: Vec::new() };
        let mut field = Self { drawing, top, months: months.len() };
        let mut value = 0.0;
        while value <= top * 1.001 {
            let y = point(field.y(value));
            let (x1, x2) = (point(LEFT), point(f64::from(width) - RIGHT));
            let class = if value == 0.0 { "axis" } else { "grid" };
            field.put(Shape::Line { x1, y1: y.clone(), x2, y2: y, class });
            let (x, y) = (point(LEFT - 6.0), point(field.y(value) + 4.0));
            field.put(Shape::Text { x, y, anchor: "end", class: "tick", text: say(value) });
            value += step;
        }
        // Every month where there is room for its name, else every second, third, …
        let room = (place(field.months) * 44.0 / field.breadth()).ceil().max(1.0);
        for (index, month) in months.iter().enumerate() {
            if place(months.len() - 1 - index) % room != 0.0 {
                continue;
            }
            let (x, y) = (point(field.x(index)), point(f64::from(height) - 8.0));
            let text = month.clone();
            field.put(Shape::Text { x, y, anchor: "middle", class: "tick", text });
        }
        field
    }

    fn put(&mut self, shape: Shape) {
        self.drawing.shapes.push(shape);
    }

    fn breadth(&self) -> f64 {
        f64::from(self.drawing.width) - LEFT - RIGHT
    }

    /// How broad a month is.
    fn month(&self) -> f64 {
        self.breadth() / place(self.months.max(1))
    }

    /// The middle of a month.
    fn x(&self, month: usize) -> f64 {
        LEFT + self.month() * (place(month) + 0.5)
    }

    fn y(&self, value: f64) -> f64 {
        let floor = f64::from(self.drawing.height) - BELOW;
        floor - (floor - ABOVE) * value / self.top
    }
}

/// Columns month by month, the series one on the other, in both sizes.
pub(crate) fn columns(months: &[String], series: &[Vec<u64>]) -> Vec<Drawing> {
    let total = |month: usize| series.iter().filter_map(|values| values.get(month)).sum::<u64>();
    let most = (0..months.len()).map(total).max().unwrap_or_default().max(1);
    let draw = |size| {
        let say = |value: f64| grouped_text(&format!("{value:.0}"));
        let mut field = Field::new(size, months, number(most).max(4.0), &say);
        let breadth = (field.month() * 0.72).min(56.0);
        for month in 0..months.len() {
            let mut below = 0.0;
            for (index, values) in series.iter().enumerate() {
                let value = number(values.get(month).copied().unwrap_or_default());
                if value == 0.0 {
                    continue;
                }
                let (y, floor) = (field.y(below + value), field.y(below));
                let x = point(field.x(month) - breadth / 2.0);
                field.put(Shape::Rect {
                    x,
                    y: point(y),
                    width: point(breadth),
                    height: point(floor - y),
                    class: fill(index),
                });
                below += value;
            }
        }
        field.drawing
    };
    SIZES.map(draw).into()
}

/// Lines month by month, in both sizes; a month without a value interrupts its line.
pub(crate) fn lines(
    months: &[String],
    series: &[Vec<Option<f64>>],
    most: f64,
    say: &dyn Fn(f64) -> String,
) -> Vec<Drawing> {
    let draw = |size| {
        let mut field = Field::new(size, months, most, say);
        for (index, values) in series.iter().enumerate() {
            let (mut points, mut drawing) = (String::new(), false);
            for (month, value) in values.iter().enumerate() {
                if let Some(value) = value {
                    let (x, y) = (point(field.x(month)), point(field.y(*value)));
                    points.push_str(&format!("{}{x} {y} ", if drawing { 'L' } else { 'M' }));
                    field.put(Shape::Dot { x, y, class: fill(index) });
                }
                drawing = value.is_some();
            }
            field.put(Shape::Path { points, class: stroke(index) });
        }
        field.drawing
    };
    SIZES.map(draw).into()
}

/// `1 234 567`, with narrow spaces that do not break.
pub(crate) fn grouped(value: u64) -> String {
    grouped_text(&value.to_string())
}

fn grouped_text(digits: &str) -> String {
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push('\u{202f}');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_axis_counts_in_steps_of_people() {
        for (most, expected) in
            [(4.0, 1.0), (7.0, 2.0), (100.0, 25.0), (1.0, 0.25), (937.0, 250.0), (1200.0, 500.0)]
        {
            assert!((step(most) - expected).abs() < 1e-9, "{most}: {}", step(most));
        }
    }

    #[test]
    fn digits_go_in_threes() {
        for (value, expected) in
            [(0, "0"), (999, "999"), (1000, "1\u{202f}000"), (1_234_567, "1\u{202f}234\u{202f}567")]
        {
            assert_eq!(grouped(value), expected);
        }
    }

    #[test]
    fn columns_stand_on_each_other_and_stay_inside() {
        let months = ["1".to_owned(), "2".to_owned()];
        for drawing in columns(&months, &[vec![10, 0], vec![5, 20]]) {
            let rects: Vec<(f64, f64)> = drawing
                .shapes
                .iter()
                .filter_map(|shape| match shape {
                    Shape::Rect { y, height, .. } => {
                        Some((y.parse().unwrap(), height.parse().unwrap()))
                    }
                    Shape::Line { .. }
                    | Shape::Path { .. }
                    | Shape::Dot { .. }
                    | Shape::Text { .. } => None,
                })
                .collect();
            assert_eq!(rects.len(), 3);
            let (lower, upper) = (rects[0], rects[1]);
            assert!((upper.0 + upper.1 - lower.0).abs() < 0.2);
            assert!(
                rects
                    .iter()
                    .all(|(y, height)| *y >= 0.0 && y + height <= f64::from(drawing.height))
            );
        }
    }

    #[test]
    fn a_missing_month_interrupts_a_line() {
        let months = ["1".to_owned(), "2".to_owned(), "3".to_owned()];
        let drawings = lines(&months, &[vec![Some(1.0), None, Some(2.0)]], 2.0, &|v| v.to_string());
        let path = drawings[0].shapes.iter().find_map(|shape| match shape {
            Shape::Path { points, .. } => Some(points.clone()),
            Shape::Rect { .. } | Shape::Line { .. } | Shape::Dot { .. } | Shape::Text { .. } => {
                None
            }
        });
        assert_eq!(path.unwrap().matches('M').count(), 2);
    }
}
