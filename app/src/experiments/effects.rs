//! Which factor matters most.

use contract::{Experiment, effects};
use leptos::prelude::*;

use super::words;
use crate::language::t;

/// How much of the differences each factor explains, the largest first; nothing where one is varied, or too little is known.
pub(super) fn ranking(experiment: &Experiment) -> Option<AnyView> {
    let mut effects = effects(experiment);
    if effects.len() < 2 {
        return None;
    }
    effects.sort_by(|one, other| other.share.total_cmp(&one.share));
    let line = |effect: &contract::Effect| {
        let percent = format!("{:.0} %", effect.share * 100.0);
        view! {
            <tr>
                <th scope="row">{words::factor_name(&effect.factor)}</th>
                <td class="number">{percent}</td>
                <td class="share"><div class="progress small"><div class="progress-done" style=format!("width:{:.1}%", effect.share * 100.0)></div></div></td>
            </tr>
        }
    };
    Some(
        view! {
            <section class="effects">
                <h3>{t!("What matters most")}</h3>
                <p class="facts">{t!("The share of the differences between runs that each factor explains, less what chance alone would.")}</p>
                <div class="runs-table" tabindex="0" role="region" aria-label=t!("What matters most")>
                    <table>
                        <thead><tr><th scope="col">{t!("Factor")}</th><th scope="col" class="number">{t!("Share")}</th><th><span class="visually-hidden">{t!("Share")}</span></th></tr></thead>
                        <tbody>{effects.iter().map(line).collect_view()}</tbody>
                    </table>
                </div>
            </section>
        }
        .into_any(),
    )
}
