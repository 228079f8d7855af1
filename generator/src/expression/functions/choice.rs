//! Functions that choose among their arguments.

use std::sync::Arc;

use super::Call;
use crate::expression::{
    Refusal,
    cast::{all_bounds, unify},
    evaluate::{Answer, Cell, Node},
    operators,
    typed::{Bounds, Typed},
};

pub(super) fn coalesce(call: &mut Call<'_, '_>) -> Result<Typed, Refusal> {
    let values = unify(call.arguments.by_ref().collect())?;
    let (of, bounds) = (values[0].of, all_bounds(&values));
    let may_be_null = values.iter().all(|value| value.may_be_null);
    let nodes = values.into_iter().map(|value| value.node).collect();
    Ok(Typed::made(Node::Coalesce(nodes), of, bounds, may_be_null, call.at))
}

pub(super) fn null_if(call: &mut Call<'_, '_>) -> Result<Typed, Refusal> {
    let (value, other) = (call.next()?, call.next()?);
    let is_zero = other.constant() == Some(0)
        || matches!(other.bounds, Bounds::Real(least, most) if least == 0.0 && most == 0.0 && !other.may_be_null);
    let was_never_zero = value.is_never_zero;
    let values = unify(vec![value, other])?;
    let (of, bounds) = (values[0].of, values[0].bounds);
    let function = move |cells: &[Cell<'_>], answer: &mut Answer<'_>| {
        let is_equal = cells[1] != Cell::Null && operators::order(of, &cells[0], &cells[1]).is_eq();
        if is_equal { answer.null() } else { answer.same(&cells[0]) }
    };
    let arguments = values.into_iter().map(|value| value.node).collect();
    let node = Node::Call { function: Arc::new(function), arguments, of, takes_null: true };
    Ok(Typed { is_never_zero: is_zero || was_never_zero, ..Typed::made(node, of, bounds, true, call.at) })
}

/// The least or the largest of some values, of which NULLs do not count.
pub(super) fn extreme(call: &mut Call<'_, '_>, is_largest: bool) -> Result<Typed, Refusal> {
    let values = unify(call.arguments.by_ref().collect())?;
    let of = values[0].of;
    let may_be_null = values.iter().all(|value| value.may_be_null);
    // One that is never NULL bounds the result.
    let always = || values.iter().filter(|value| !value.may_be_null);
    let bounds = match all_bounds(&values) {
        Bounds::Whole(least, most) if is_largest => {
            Bounds::Whole(always().map(|value| value.ends().0).max().unwrap_or(least), most)
        }
        Bounds::Whole(least, most) => {
            Bounds::Whole(least, always().map(|value| value.ends().1).min().unwrap_or(most))
        }
        Bounds::Real(least, most) if is_largest => {
            Bounds::Real(always().map(|value| value.reals().0).fold(least, f64::max), most)
        }
        Bounds::Real(least, most) => {
            Bounds::Real(least, always().map(|value| value.reals().1).fold(most, f64::min))
        }
        bounds => bounds,
    };
    let function = move |cells: &[Cell<'_>], answer: &mut Answer<'_>| {
        let there = cells.iter().filter(|cell| **cell != Cell::Null);
        let found = there.reduce(|best, next| {
            let is_better = if is_largest {
                operators::order(of, next, best).is_gt()
            } else {
                operators::order(of, next, best).is_lt()
            };
            if is_better { next } else { best }
        });
        answer.same(found.unwrap_or(&Cell::Null));
    };
    let arguments = values.into_iter().map(|value| value.node).collect();
    let node = Node::Call { function: Arc::new(function), arguments, of, takes_null: true };
    Ok(Typed::made(node, of, bounds, may_be_null, call.at))
}
