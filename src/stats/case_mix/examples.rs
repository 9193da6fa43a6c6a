//! A made-up desk for the tests of this folder and of those that use it.

/// One conversation.
pub struct Row {
    pub agent: u32,
    pub hard: u32,
    pub phone: u32,
    pub is_resolved: bool,
}

/// Eight agents with 400 conversations, good ones given more of the hard; made by a linear
/// congruential generator, so that any language can make them again.
pub fn eight_agents() -> Vec<Row> {
    let mut state = 12345_u64;
    let mut next = move || {
        state = (1_103_515_245 * state + 12345) % (1 << 31);
        state as f64 / f64::from(1_u32 << 31)
    };
    let agents = [
        (-0.6, 0.2, 40),
        (-0.3, 0.7, 60),
        (0.0, 0.5, 25),
        (0.1, 0.3, 80),
        (0.3, 0.6, 50),
        (0.6, 0.8, 70),
        (-0.1, 0.4, 15),
        (0.2, 0.5, 60),
    ];
    let mut rows = Vec::new();
    for (agent, (skill, share, count)) in (0..).zip(agents) {
        for _ in 0..count {
            let hard = u32::from(next() < share);
            let phone = u32::from(next() < 0.4);
            let log_odds = 1.4 + skill - 1.2 * f64::from(hard) + 0.3 * f64::from(phone);
            let is_resolved = next() < 1.0 / (1.0 + f64::exp(-log_odds));
            rows.push(Row { agent, hard, phone, is_resolved });
        }
    }
    rows
}
