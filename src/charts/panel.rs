//! A field of the sheet with a scale in each direction.

use std::ops::Range;

use plotters::coord::CoordTranslate;
use plotters::coord::cartesian::Cartesian2d;
use plotters::coord::ranged1d::Ranged;
use plotters::coord::types::RangedCoordf64;

use super::chart::ChartError;
use super::sheet::{Sheet, Side, Spot, Type};
use super::theme::Ink;
use crate::metrics::unit;
use crate::model::Unit;

/// A field whose points are named by values. `X` is the scale from left to right, linear or
/// logarithmic; from bottom to top the scale is linear.
pub struct Panel<'s, 'a, X: Ranged<ValueType = f64>> {
    sheet: &'s Sheet<'a>,
    pub field: Field,
    scale: Cartesian2d<X, RangedCoordf64>,
}

/// The edges of a field, px.
#[derive(Clone, Copy, Debug)]
pub struct Field {
    pub left: f64,
    pub right: f64,
    pub top: f64,
    pub bottom: f64,
}

/// A value on a scale and what it is called there.
pub type Tick = (f64, String);

/// Steps in which a scale is computed, to a px.
const FINE: f64 = 100.0;

impl<'s, 'a, X: Ranged<ValueType = f64>> Panel<'s, 'a, X> {
    pub fn new(sheet: &'s Sheet<'a>, field: Field, x: impl Into<X>, y: Range<f64>) -> Self {
        let steps = |px: f64| (px * FINE).round() as i32;
        let across = steps(field.left)..steps(field.right);
        let up = steps(field.bottom)..steps(field.top);
        Self { sheet, field, scale: Cartesian2d::new(x, y, (across, up)) }
    }

    /// Where these values are; outside of the field where they are beyond its scales.
    pub fn spot(&self, x: f64, y: f64) -> Spot {
        let (x, y) = self.scale.translate(&(x, y));
        (f64::from(x) / FINE, f64::from(y) / FINE)
    }

    /// Where a value is from left to right.
    pub fn x(&self, x: f64) -> f64 {
        self.spot(x, 0.0).0
    }

    /// Light lines from top to bottom.
    pub fn columns(&self, ticks: &[Tick]) -> Result<(), ChartError> {
        ticks.iter().try_for_each(|(value, _)| {
            let x = self.x(*value);
            self.sheet.line([(x, self.field.top), (x, self.field.bottom)], Ink::Grid, 1.0)
        })
    }

    /// The names of the columns, below the field.
    pub fn column_names(&self, ticks: &[Tick]) -> Result<(), ChartError> {
        let style = Type::new(Ink::Soft).side(Side::Middle);
        ticks.iter().try_for_each(|(value, name)| {
            self.sheet.text((self.x(*value), self.field.bottom + 14.0), name, style)
        })
    }

    /// Light lines from left to right with their names at the left.
    pub fn rows(&self, ticks: &[Tick]) -> Result<(), ChartError> {
        let style = Type::new(Ink::Soft).side(Side::End);
        ticks.iter().try_for_each(|(value, name)| {
            let y = self.spot(1.0, *value).1;
            self.sheet.line([(self.field.left, y), (self.field.right, y)], Ink::Grid, 1.0)?;
            self.sheet.text((self.field.left - 8.0, y), name, style)
        })
    }
}

/// Values with their names on a scale of that unit.
pub(super) fn ticks(values: &[f64], of: Unit) -> Vec<Tick> {
    values.iter().map(|value| (*value, unit::tick(*value, of))).collect()
}

/// Round steps of 1, 2 or 5 times a power of ten, from 0 to at least `most`: at most `count` + 1.
pub(super) fn steps(most: f64, count: u32) -> Vec<f64> {
    let rough = (most / f64::from(count.max(1))).max(f64::MIN_POSITIVE);
    let power = 10_f64.powf(rough.log10().floor());
    let step = [1.0, 2.0, 5.0].into_iter().map(|by| by * power).find(|step| *step >= rough);
    let step = step.unwrap_or(10.0 * power);
    (0..=count).map(|i| f64::from(i) * step).take_while(|at| *at < most + step).collect()
}

/// The same from the round step at or below `low` to the one at or above `high`.
pub(super) fn steps_between(low: f64, high: f64, count: u32) -> Vec<f64> {
    let step = steps(high - low, count).get(1).copied().unwrap_or(1.0);
    let (from, to) = ((low / step).floor() as i64, (high / step).ceil() as i64);
    (from..=to).map(|i| i as f64 * step).collect()
}

#[cfg(test)]
mod tests {
    use super::{steps, steps_between};

    #[test]
    fn steps_may_begin_anywhere() {
        assert_eq!(steps_between(31.0, 66.0, 5), [30.0, 40.0, 50.0, 60.0, 70.0]);
        assert_eq!(steps_between(-3.0, 4.0, 4), [-4.0, -2.0, 0.0, 2.0, 4.0]);
    }

    #[test]
    fn steps_are_round_and_reach_the_top() {
        assert_eq!(steps(930.0, 4), [0.0, 500.0, 1000.0]);
        assert_eq!(steps(800.0, 4), [0.0, 200.0, 400.0, 600.0, 800.0]);
        assert_eq!(steps(3.0, 4), [0.0, 1.0, 2.0, 3.0]);
        for most in 1..2000 {
            let steps = steps(f64::from(most), 4);
            assert!(steps.last().is_some_and(|top| *top >= f64::from(most)), "{most}: {steps:?}");
            assert!(steps.len() <= 5);
        }
    }
}
