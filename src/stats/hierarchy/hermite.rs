//! Gauss–Hermite quadrature: the mean of a function over a standard normal value.

/// Nodes and weights with `Σ w·f(x) = E f(X)` for X standard normal, exact for polynomials of a
/// degree below 2n. The nodes are the zeros of the nth Hermite polynomial, the weights Christoffel's
/// (Szegő, Orthogonal Polynomials, 1939, ch. 3). Ascending; for n of at most about 60.
pub(super) fn hermite(n: usize) -> Vec<(f64, f64)> {
    const STEPS: usize = 4000;
    let farthest = 2.0 * (n as f64).sqrt() + 1.0;
    let at = |step: usize| farthest * (2.0 * (step as f64 + 0.5) / STEPS as f64 - 1.0);
    let mut nodes = Vec::new();
    for step in 0..STEPS - 1 {
        let (mut low, mut high) = (at(step), at(step + 1));
        let sign = polynomial(n, low).0 > 0.0;
        if (polynomial(n, high).0 > 0.0) == sign {
            continue;
        }
        for _ in 0..60 {
            let middle = low.midpoint(high);
            if (polynomial(n, middle).0 > 0.0) == sign {
                low = middle;
            } else {
                high = middle;
            }
        }
        let x = low.midpoint(high);
        nodes.push((x, 1.0 / polynomial(n, x).1));
    }
    nodes
}

/// The nth orthonormal Hermite polynomial at x, and the sum of squares of those before it.
fn polynomial(n: usize, x: f64) -> (f64, f64) {
    let (mut before, mut here, mut squares) = (0.0, 1.0, 0.0);
    for k in 0..n {
        squares += here * here;
        let k = k as f64;
        (before, here) = (here, (x * here - k.sqrt() * before) / (k + 1.0).sqrt());
    }
    (here, squares)
}

#[cfg(test)]
mod tests {
    use super::hermite;

    /// Oracle: numpy `polynomial.hermite_e.hermegauss(5)`, its weights over √2π.
    #[test]
    fn five_nodes_agree_with_numpy() {
        let expected = [
            (-2.856_970_013_872_805_6, 0.011_257_411_327_720_69),
            (-1.355_626_179_974_266, 0.222_075_922_005_612_6),
            (0.0, 0.533_333_333_333_333_3),
        ];
        for ((x, w), (at, weight)) in hermite(5).into_iter().zip(expected) {
            assert!((x - at).abs() < 1e-12 && (w - weight).abs() < 1e-12, "{x} {w}");
        }
        assert_eq!(hermite(1).len(), 1);
        assert!((hermite(1)[0].0).abs() < 1e-12 && (hermite(1)[0].1 - 1.0).abs() < 1e-12);
    }

    #[test]
    fn moments_of_the_normal_distribution_are_exact() {
        let moment = |power: i32| hermite(9).iter().map(|(x, w)| w * x.powi(power)).sum::<f64>();
        for (power, expected) in [(0, 1.0), (1, 0.0), (2, 1.0), (4, 3.0), (6, 15.0), (8, 105.0)] {
            assert!((moment(power) - expected).abs() < 1e-9, "{power}: {}", moment(power));
        }
    }
}
