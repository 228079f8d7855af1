//! Sorting, as one piece of code for whatever is sorted: the library's is some kilobytes of WebAssembly for each type.

use std::cmp::Ordering;

/// The positions of `count` things in their order by `compare`, which is asked about two positions; things that compare equal keep
/// their order.
pub(crate) fn sorted(count: usize, compare: &dyn Fn(usize, usize) -> Ordering) -> Vec<usize> {
    let mut order: Vec<usize> = (0..count).collect();
    order.sort_by(|one, other| compare(*one, *other));
    order
}

#[cfg(test)]
mod tests {
    use super::sorted;

    #[test]
    fn equal_things_keep_their_order() {
        let things = ["bb", "a", "cc", "dd", "e"];
        let order = sorted(things.len(), &|one, other| things[one].len().cmp(&things[other].len()));
        assert_eq!(order, [1, 4, 0, 2, 3]);
        assert!(sorted(0, &|_, _| unreachable!()).is_empty());
    }
}
