//! The slope of a value on a marker within units.

use statrs::distribution::{ContinuousCDF, StudentsT};

/// One unit's sums over its cases of a marker x and a value y.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Sums {
    pub count: f64,
    pub x: f64,
    pub y: f64,
    pub xx: f64,
    pub xy: f64,
}

impl Sums {
    /// Counts one case.
    pub fn add(&mut self, x: f64, y: f64) {
        self.count += 1.0;
        self.x += x;
        self.y += y;
        self.xx += x * x;
        self.xy += x * y;
    }
}

/// By how much y rises with one unit of x, within units.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct WithinSlope {
    /// In units of y for one of x.
    pub slope: f64,
    /// Its standard error, which allows for the cases of a unit being alike.
    pub se: f64,
    /// Probability, 0..1, of as far or farther from 0 by chance.
    pub p: f64,
    /// Units that tell: in which x differs between cases.
    pub units: usize,
}

/// Least squares with an intercept for every unit, `Σ S_xy/Σ S_xx` of sums around each unit's own
/// means, and the standard error of units as clusters, `√(G/(G−1)·Σ(S_xy − slope·S_xx)²)/Σ S_xx`
/// (Liang & Zeger 1986; Arellano 1987, Oxf. Bull. Econ. Stat. 49:431), with Student's t of G − 1
/// degrees of freedom for p.
///
/// `None` for fewer than three units that tell, or sums that are not finite.
pub fn within_slope(units: &[Sums]) -> Option<WithinSlope> {
    let around: Vec<(f64, f64)> = units
        .iter()
        .filter(|unit| unit.count >= 2.0)
        .filter_map(|unit| {
            let squares = unit.xx - unit.x * unit.x / unit.count;
            let products = unit.xy - unit.x * unit.y / unit.count;
            (squares.is_nan() || squares > 1e-12 * unit.xx).then_some((squares, products))
        })
        .collect();
    let count = around.len() as f64;
    if around.len() < 3 {
        return None;
    }
    let squares: f64 = around.iter().map(|unit| unit.0).sum();
    let slope = around.iter().map(|unit| unit.1).sum::<f64>() / squares;
    let scores: f64 = around.iter().map(|(xx, xy)| (xy - slope * xx).powi(2)).sum();
    let se = (count / (count - 1.0) * scores).sqrt() / squares;
    if !(slope.is_finite() && se.is_finite()) {
        return None;
    }
    let p = if se > 0.0 {
        2.0 * StudentsT::new(0.0, 1.0, count - 1.0).ok()?.sf((slope / se).abs())
    } else if slope == 0.0 {
        1.0
    } else {
        0.0
    };
    Some(WithinSlope { slope, se, p, units: around.len() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::case_mix::examples::eight_agents;

    const SLOPE: f64 = 2.472053597936683;
    const ERROR: f64 = 0.039079812073151254;
    const P: f64 = 0.5901505182655222;

    fn desk() -> Vec<Sums> {
        let mut units = vec![Sums::default(); 8];
        for (place, row) in eight_agents().into_iter().enumerate() {
            let noise = ((place * 7919) % 101) as f64 / 50.0;
            let y = 2.5 * f64::from(row.hard) + 0.3 * f64::from(row.agent) + noise;
            units[row.agent as usize].add(f64::from(row.hard), y);
        }
        units
    }

    /// Oracle: statsmodels 0.15 `OLS` with a dummy for each agent and `cov_type="cluster"` without
    /// its correction, times √(8/7); scipy `t.sf`.
    #[test]
    fn a_slope_within_agents_agrees_with_statsmodels() {
        let found = within_slope(&desk()).unwrap();
        assert!((found.slope - SLOPE).abs() < 1e-10, "{found:?}");
        assert!((found.se - ERROR).abs() < 1e-10, "{found:?}");
        assert_eq!(found.units, 8);
        let flat: Vec<Sums> = desk()
            .into_iter()
            .map(|unit| Sums { xy: unit.xy - 2.45 * unit.xx, y: unit.y - 2.45 * unit.x, ..unit })
            .collect();
        let found = within_slope(&flat).unwrap();
        assert!((found.p - P).abs() < 1e-8, "{found:?}");
    }

    #[test]
    fn a_marker_that_never_differs_has_no_slope() {
        let mut one = Sums::default();
        one.add(0.1, 1.0);
        one.add(0.1, 2.0);
        one.add(0.1, 4.0);
        assert_eq!(within_slope(&[one; 5]), None);
        assert_eq!(within_slope(&desk()[..2]), None);
        assert_eq!(within_slope(&[]), None);
        let lost = Sums { xy: f64::NAN, ..desk()[0] };
        assert_eq!(within_slope(&[lost; 4]), None);
        let mut same = Sums::default();
        same.add(0.0, 1.0);
        same.add(1.0, 1.0);
        let flat = within_slope(&[same; 4]).unwrap();
        assert_eq!((flat.slope, flat.p), (0.0, 1.0));
    }
}
