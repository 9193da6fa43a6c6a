//! A distribution over points told by fewer points: Gauss's quadrature for it.

use crate::stats::crossing::crossing;

/// At most `n` points with weights whose moments up to the order 2n − 1 are those of the given ones, so
/// that the mean of a smooth function over them is as good as the same: the zeros of the nth polynomial
/// orthogonal over the given points, by Stieltjes' recurrence, with Christoffel's weights (Gautschi,
/// Orthogonal Polynomials: Computation and Approximation, 2004, ch. 1.4 and 2.2). Weights sum to those
/// given, which are above 0; points ascend.
pub(super) fn gauss(points: &[(f64, f64)], n: usize) -> Vec<(f64, f64)> {
    if points.len() <= n {
        return points.to_vec();
    }
    let (low, high) = points.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |ends, (at, _)| {
        (ends.0.min(*at), ends.1.max(*at))
    });
    let steps = recurrence(points, n);
    let mut zeros: Vec<f64> = Vec::new();
    for degree in 1..=n {
        let value = |x: f64| polynomials(&steps, x).nth(degree).unwrap_or(0.0);
        let ends: Vec<f64> =
            std::iter::once(low).chain(zeros).chain(std::iter::once(high)).collect();
        let zero = |ends: &[f64]| {
            let (low, high) = (*ends.first()?, *ends.last()?);
            let sign = if value(low) > 0.0 { 1.0 } else { -1.0 };
            Some(crossing(|x| sign * value(x), low, high))
        };
        zeros = ends.windows(2).filter_map(zero).collect();
    }
    let weight = |x: f64| {
        let squares = polynomials(&steps, x).zip(&steps).map(|(p, step)| p * p / step.norm);
        1.0 / squares.sum::<f64>()
    };
    zeros.into_iter().map(|x| (x, weight(x))).collect()
}

/// One step of the recurrence `p₍ₖ₊₁₎ = (x − aₖ)·pₖ − bₖ·p₍ₖ₋₁₎`.
struct Step {
    a: f64,
    b: f64,
    /// The sum of weighted squares of pₖ over the points.
    norm: f64,
}

fn recurrence(points: &[(f64, f64)], n: usize) -> Vec<Step> {
    let mut all: Vec<(f64, f64)> = vec![(0.0, 1.0); points.len()];
    let mut steps: Vec<Step> = Vec::with_capacity(n);
    for _ in 0..n {
        let (mut norm, mut first) = (0.0, 0.0);
        for ((x, weight), (_, here)) in points.iter().zip(&all) {
            norm += weight * here * here;
            first += weight * here * here * x;
        }
        let step =
            Step { a: first / norm, b: steps.last().map_or(0.0, |one| norm / one.norm), norm };
        for ((x, _), (before, here)) in points.iter().zip(&mut all) {
            (*before, *here) = (*here, (x - step.a) * *here - step.b * *before);
        }
        steps.push(step);
    }
    steps
}

/// The values of the polynomials at x, from the constant one up to that of the number of steps.
fn polynomials(steps: &[Step], x: f64) -> impl Iterator<Item = f64> + '_ {
    let next = move |state: &mut (f64, f64), step: &Step| {
        *state = (state.1, (x - step.a) * state.1 - step.b * state.0);
        Some(state.1)
    };
    std::iter::once(1.0).chain(steps.iter().scan((0.0, 1.0), next))
}

#[cfg(test)]
mod tests {
    use super::gauss;

    fn points() -> Vec<(f64, f64)> {
        (0..23).map(|k| (0.1 * f64::from(k * k % 29) - 1.1, 1.0 + f64::from(k % 5))).collect()
    }

    #[test]
    fn few_points_have_the_moments_of_many() {
        let (all, few) = (points(), gauss(&points(), 4));
        assert_eq!(few.len(), 4);
        let moment = |of: &[(f64, f64)], k: i32| of.iter().map(|(x, w)| w * x.powi(k)).sum::<f64>();
        for k in 0..8 {
            let (one, other) = (moment(&all, k), moment(&few, k));
            assert!((one - other).abs() < 1e-9 * (1.0 + one.abs()), "{k}: {other} for {one}");
        }
        let smooth = |of: &[(f64, f64)]| of.iter().map(|(x, w)| w * x.exp().ln_1p()).sum::<f64>();
        assert!((smooth(&all) / smooth(&few) - 1.0).abs() < 1e-5);
        assert_eq!(gauss(&all[..4], 4), all[..4]);
    }

    /// Oracle: Gauss and Legendre's three points, ±√(3/5) and 0 with 5/9, 8/9 and 5/9, of a fine even spread.
    #[test]
    fn an_even_spread_has_legendres_points() {
        let even: Vec<(f64, f64)> =
            (0..20_000).map(|k| ((f64::from(k) + 0.5) / 10_000.0 - 1.0, 1e-4)).collect();
        let found = gauss(&even, 3);
        for ((x, w), (at, weight)) in found.into_iter().zip([
            (-0.6_f64.sqrt(), 5.0 / 9.0),
            (0.0, 8.0 / 9.0),
            (0.6_f64.sqrt(), 5.0 / 9.0),
        ]) {
            assert!((x - at).abs() < 1e-6 && (w - weight).abs() < 1e-6, "{x} {w}");
        }
    }
}
