//! Taking out of the page's module what it never calls.

use walrus::{Module, ModuleConfig};

use crate::tools::Result;

/// Leptos can also hydrate a view piece by piece while its parts arrive (`hydrate_lazy`, islands). The page is hydrated at
/// once (`hydrate_body`), but every view brings the code for the other way along, as a pointer that no linker can see to be
/// unused: an eighth of the module.
const NEVER_CALLED: [&str; 3] = ["hydrate_async", "new_with_async_value_erased", "hydrate_from_template"];

/// The module with the bodies of those functions gone. A call to one, were there any, would end the page with an error that
/// every browser test sees.
pub(crate) fn trim(module: &[u8]) -> Result<Module> {
    let mut module = ModuleConfig::new()
        .strict_validate(false)
        .parse(module)
        .map_err(|error| format!("the page's module cannot be read: {error:#}"))?;
    let mut found = [false; NEVER_CALLED.len()];
    for (_, function) in module.funcs.iter_mut().filter_map(|function| {
        let name = function.name.clone().unwrap_or_default();
        let known = NEVER_CALLED.iter().position(|part| name.contains(part))?;
        found[known] = true;
        match &mut function.kind {
            walrus::FunctionKind::Local(local) => Some((name, local)),
            _ => None,
        }
    }) {
        let body = function.builder_mut();
        body.func_body().instrs_mut().clear();
        body.func_body().unreachable();
    }
    // A name that is not found any more has changed in Leptos, and the module would silently grow.
    match found.iter().position(|found| !found) {
        Some(missing) => Err(format!("no function of the page's module is called {}", NEVER_CALLED[missing])),
        None => Ok(module),
    }
}
