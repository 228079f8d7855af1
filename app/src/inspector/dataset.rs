//! The form of the dataset.

use leptos::prelude::*;

use super::Field;
use crate::{
    controls::Button,
    language::t,
    workspace::{Saved, Step, Workspace, names},
};

/// Name, seed, time and language.
pub(super) fn form() -> AnyView {
    let workspace = expect_context::<Workspace>();
    let reseed = Button::new("Another seed", move || {
        // Any number that no one would think of.
        let seed = generator::Seed((js_sys::Math::random() * 1e9) as u64);
        workspace.edit(Step::once(t!("seed")), |spec| spec.seed = seed);
    });
    let at = |path: &'static str| Signal::stored(path.to_owned());
    view! {
        <h2>{t!("Dataset")}</h2>
        <div class="fields">
            {Field::new(
                t!("Name, in this browser"),
                at("name"),
                move || workspace.name.get(),
                move |name| {
                    workspace.name.set(name.clone());
                    let address = workspace.saved.with_untracked(Saved::path);
                    names::keep(&address, &name, &untrack(|| crate::page::names_of_tables(workspace)));
                    Ok(())
                },
            ).id("dataset-name").view()}
            <div class="with-button">
                {Field::new(
                    t!("Seed"),
                    at("seed"),
                    move || workspace.spec.with(|spec| spec.seed.to_string()),
                    move |text| {
                        let seed = text.trim().parse().map_err(|_| t!("a whole number from 0 to 18446744073709551615"))?;
                        workspace.edit(Step::typed(t!("seed"), "seed"), |spec| spec.seed = seed);
                        Ok(())
                    },
                ).view()}
                {reseed.class("quiet").view()}
            </div>
            {Field::new(
                t!("Reference time"),
                at("now"),
                move || workspace.spec.with(|spec| spec.now.clone()),
                move |text| {
                    workspace.edit(Step::typed(t!("reference time"), "now"), |spec| spec.now = text.trim().to_owned());
                    Ok(())
                },
            ).view()}
            {Field::new(
                t!("Language of the data"),
                at("locale"),
                move || workspace.spec.with(|spec| spec.locale.clone()),
                move |text| {
                    workspace.edit(Step::once(t!("language of the data")), |spec| spec.locale = text.trim().to_owned());
                    Ok(())
                },
            ).suggestions(Signal::derive(|| generator::LOCALES.iter().map(|name| (*name).to_owned()).collect())).when_left().view()}
        </div>
        <p class="facts">{t!("The same spec gives the same rows, here and on the server, today and next year. The seed decides all that is random; \"now\" is the reference time.")}</p>
    }
    .into_any()
}
