//! Taking out of the page's module what it never calls.

use walrus::{FunctionKind, Module, ModuleConfig};

use crate::tools::Result;

/// Leptos can also hydrate a view piece by piece while its parts arrive (`hydrate_lazy`, islands). The page is hydrated at
/// once (`hydrate_body`), but every view brings the code for the other way along, behind a pointer that no linker can see to
/// be unused: the bodies of these futures.
const NEVER_POLLED: [&str; 2] = ["hydrate_async", "closure"];
/// Shorter functions are left alone, in instructions: the compiler makes one of functions that do the same, under either name,
/// and a short one may do what another does that is called.
const LEAST_LENGTH: u64 = 100;

/// The module with the bodies of those functions gone. A call to one, were there any, would end the page with an error that
/// every browser test sees.
///
/// # Errors
/// A module that cannot be read, or that has no such functions: Leptos calls them otherwise now, and the page would
/// silently grow.
pub(crate) fn trim(module: &[u8]) -> Result<Module> {
    let mut module = ModuleConfig::new()
        .strict_validate(false)
        .parse(module)
        .map_err(|error| format!("the page's module cannot be read: {error:#}"))?;
    let mut trimmed = 0;
    for function in module.funcs.iter_mut() {
        let is_named = |name: &str| NEVER_POLLED.iter().all(|part| name.contains(part));
        if !function.name.as_deref().is_some_and(is_named) {
            continue;
        }
        if let FunctionKind::Local(local) = &mut function.kind
            && local.size() >= LEAST_LENGTH
        {
            let body = local.builder_mut();
            body.func_body().instrs_mut().clear();
            body.func_body().unreachable();
            trimmed += 1;
        }
    }
    if trimmed == 0 {
        return Err("the page's module has no futures that hydrate views: nothing was trimmed".to_owned());
    }
    Ok(module)
}
