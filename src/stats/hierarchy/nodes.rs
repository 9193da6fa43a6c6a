//! The values over which an unknown spread is weighed.

/// Nodes of the look over the whole range, and of the one where the weight is.
const COARSE: usize = 32;
const FINE: usize = 40;

/// Log-weights this far below the largest are nothing: e⁻¹².
const NOTHING: f64 = 12.0;

/// Nodes between 0 and `most` with their weights, which sum to one, for a log-density over that
/// range (trapezoids). They lie where the density is: first the range is looked over, then the part
/// of it that has weight. What the density was told with goes along with each node. A node whose
/// density is not finite has no weight; without any other there are no nodes.
pub(super) fn nodes<T>(most: f64, mut density: impl FnMut(f64) -> (f64, T)) -> Vec<(f64, f64, T)> {
    let coarse = spread(0.0, most, COARSE);
    let heights: Vec<f64> = coarse.iter().map(|at| density(*at).0).collect();
    let best = highest(heights.iter().copied());
    let is_heavy = |height: &f64| *height > best - NOTHING;
    let first = heights.iter().position(is_heavy).unwrap_or(0);
    let last = heights.iter().rposition(is_heavy).unwrap_or(COARSE);
    let end = |place: usize| coarse.get(place.min(COARSE)).copied().unwrap_or(most);
    let fine: Vec<(f64, f64, T)> = spread(end(first.saturating_sub(1)), end(last + 1), FINE)
        .into_iter()
        .map(|at| {
            let (height, told) = density(at);
            (at, height, told)
        })
        .collect();
    let best = highest(fine.iter().map(|node| node.1));
    let weight = |place: usize, height: f64| {
        let half = if place == 0 || place == FINE { 0.5 } else { 1.0 };
        let weight = half * (height - best).exp();
        if weight.is_finite() { weight } else { 0.0 }
    };
    let total: f64 = fine.iter().enumerate().map(|(place, node)| weight(place, node.1)).sum();
    fine.into_iter()
        .enumerate()
        .map(|(place, (at, height, told))| (at, weight(place, height) / total, told))
        .filter(|(_, weight, _)| *weight > 1e-9)
        .collect()
}

fn highest(heights: impl Iterator<Item = f64>) -> f64 {
    heights.filter(|height| height.is_finite()).fold(f64::NEG_INFINITY, f64::max)
}

/// So many steps from one end to the other, both with it.
fn spread(low: f64, high: f64, steps: usize) -> Vec<f64> {
    (0..=steps).map(|step| low + (high - low) * step as f64 / steps as f64).collect()
}

#[cfg(test)]
mod tests {
    use super::nodes;

    #[test]
    fn nodes_weigh_a_narrow_density_by_its_mean_and_spread() {
        let found = nodes(10.0, |x: f64| (-(x - 4.2_f64).powi(2) / (2.0 * 0.05_f64.powi(2)), ()));
        let total: f64 = found.iter().map(|node| node.1).sum();
        let mean: f64 = found.iter().map(|node| node.0 * node.1).sum();
        let variance: f64 = found.iter().map(|node| node.1 * (node.0 - mean).powi(2)).sum();
        assert!((total - 1.0).abs() < 1e-7, "{total}");
        assert!((mean - 4.2).abs() < 1e-3, "{mean}");
        assert!((variance.sqrt() - 0.05).abs() < 2e-3, "{variance}");
        assert!(nodes(1.0, |_| (f64::NAN, ())).is_empty());
    }
}
