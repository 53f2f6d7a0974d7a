//! A part of a hunt: shards share nothing, and together they try every seed once.

use std::ops::Range;

/// The shard of this number, from 0, of so many.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Shard {
    number: u64,
    of: u64,
}

impl Shard {
    pub(crate) const WHOLE: Shard = Shard { number: 0, of: 1 };

    /// The seeds of this shard.
    pub(crate) fn share_of(self, seeds: &Range<u64>) -> Range<u64> {
        let count = u128::from(seeds.end - seeds.start);
        let edge = |number: u64| {
            let before = count * u128::from(number) / u128::from(self.of);
            seeds.start + u64::try_from(before).unwrap_or(u64::MAX)
        };
        edge(self.number)..edge(self.number + 1)
    }
}

/// The shard that a text such as `0/4` names.
pub(crate) fn shard(text: &str) -> Result<Shard, String> {
    let read = || {
        let (number, of) = text.split_once('/')?;
        let (number, of) = (number.parse().ok()?, of.parse().ok()?);
        (number < of).then_some(Shard { number, of })
    };
    read()
        .ok_or_else(|| format!("expected a shard and their number, such as 0/4, found \"{text}\""))
}

#[cfg(test)]
mod tests {
    use super::Shard;

    #[test]
    fn shards_try_every_seed_once() {
        for of in 1..20 {
            let shares = (0..of).map(|number| Shard { number, of }.share_of(&(7..107)));
            let seeds: Vec<u64> = shares.flatten().collect();
            assert_eq!(seeds, Vec::from_iter(7..107));
        }
    }
}
