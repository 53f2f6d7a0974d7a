//! A slice of the comparison of answers with brute force; `examples/agree.rs` runs as much of it as
//! one likes.

mod check;

use check::{Tally, check_seed};

#[test]
fn answers_agree_with_brute_force() {
    let mut tally = Tally::default();
    for seed in 0..12 {
        check_seed(seed, &mut tally);
    }
    assert_eq!(tally.disagreements, Vec::<String>::new());
    // What holds of nothing proves nothing.
    let Tally {
        moments,
        already,
        waits,
        plans,
        alternatives,
        nothing_helps,
        disagreements: _,
    } = tally;
    assert!(moments > 100, "{moments} moments");
    for count in [already, waits, plans, nothing_helps] {
        assert!(count > 0, "{already} {waits} {plans} {nothing_helps}");
    }
    assert!(alternatives >= plans);
}
