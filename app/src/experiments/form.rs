//! The form of a new experiment. It works without a script: what is chosen is shown anew by the server.

use std::collections::BTreeMap;

use contract::{
    DatasetSummary, ExperimentPlan, FACTORS, Factor, Levels, SETTINGS, Setting, SettingScope, Target,
    TargetKind, preset,
};
use leptos::prelude::*;

use super::{list::questions, words};
use crate::{
    language::{message, t},
    numbers::{bytes, duration, grouped},
    percent::percent_encoded,
};

/// The id of the form, by which what stands beside it belongs to it.
const FORM: &str = "experiment";

/// What the form of an experiment holds.
#[derive(Debug, Clone, PartialEq)]
pub struct ExperimentForm {
    /// Saved datasets to choose from, where none is chosen.
    pub datasets: Vec<DatasetSummary>,
    /// Id of the chosen dataset; empty if none is.
    pub dataset: String,
    /// Its tables, each with its rows.
    pub tables: Vec<(String, u64)>,
    /// The chosen table.
    pub table: String,
    /// The server's targets.
    pub targets: Vec<Target>,
    /// The chosen target.
    pub target: String,
    /// The name of the question; empty if it is one of the person's own.
    pub preset: String,
    /// About how long it may take, in minutes.
    pub minutes: String,
    /// What it is called; `None` where nobody said, for what the question is called.
    pub name: Option<String>,
    /// Rows of each run.
    pub rows: String,
    /// How often each cell is measured.
    pub repeats: String,
    /// Whether tables stay when they were measured.
    pub keeps_tables: bool,
    /// The levels of each factor as they are typed, with commas between them; `setting.NAME` for settings.
    pub levels: BTreeMap<String, String>,
    /// What the order of the runs is drawn from.
    pub order_seed: String,
    /// Whether a first run warms the server up.
    pub warms_up: bool,
    /// Whether settings of the whole server may be changed meanwhile.
    pub may_change: bool,
    /// What is wrong with it.
    pub problem: Option<String>,
    /// What it would do.
    pub plan: Option<ExperimentPlan>,
}

impl ExperimentForm {
    /// What the chosen target is.
    pub fn kind(&self) -> Option<TargetKind> {
        self.targets.iter().find(|target| target.name == self.target).map(|target| target.kind)
    }
}

/// The form.
pub(super) fn form(form: &ExperimentForm) -> AnyView {
    if form.dataset.is_empty() {
        return datasets(form);
    }
    let question = preset(&form.preset);
    let heading = question.map_or_else(|| t!("New experiment"), |question| message(question.question));
    let about = question.map(|question| view! { <p class="facts">{message(question.about)}</p> });
    let rest = format!(
        "&dataset={}&table={}&target={}&minutes={}",
        form.dataset,
        percent_encoded(&form.table),
        percent_encoded(&form.target),
        percent_encoded(&form.minutes),
    );
    let problem =
        form.problem.as_ref().map(|problem| view! { <p class="problem" role="alert">{message(problem)}</p> });
    view! {
        <h2>{heading}</h2>
        {about}
        {questions(&rest)}
        {about_what(form)}
        {problem}
        {form.plan.as_ref().map(|found| plan(found, form.warms_up))}
        {details(form)}
    }
    .into_any()
}

/// Datasets to choose from.
fn datasets(form: &ExperimentForm) -> AnyView {
    let item = |dataset: &DatasetSummary| {
        let names: Vec<&str> = dataset.tables.iter().take(5).map(|table| table.name.as_str()).collect();
        let address =
            format!("/experiments/new?preset={}&dataset={}", percent_encoded(&form.preset), dataset.id);
        view! { <li><a href=address>{names.join(", ")}</a>" "<span class="facts">{t!("{0} {0|row|rows}", grouped(dataset.rows))}</span></li> }
    };
    let list = if form.datasets.is_empty() {
        view! { <p class="empty">{t!("An experiment is about a table of a saved dataset. There is none yet: make one, save it, and choose Experiment… there.")}" "<a href="/">{t!("To the datasets")}</a></p> }.into_any()
    } else {
        view! { <ul class="choices-of-datasets">{form.datasets.iter().map(item).collect_view()}</ul> }
            .into_any()
    };
    let problem =
        form.problem.as_ref().map(|problem| view! { <p class="problem" role="alert">{message(problem)}</p> });
    view! { <h2>{t!("Which dataset is the experiment about?")}</h2>{problem}{list} }.into_any()
}

/// What the rest of the form depends on. What is chosen holds at once; the rest is filled in for it when that is asked for.
fn about_what(form: &ExperimentForm) -> AnyView {
    let tables = form.tables.iter().map(|(name, rows)| {
        view! { <option value=name.clone() selected=*name == form.table>{t!("{0}, {1} {1|row|rows}", name, grouped(*rows))}</option> }
    });
    // One that is chosen is sent even if it cannot be reached: a browser sends nothing for one that is off.
    let targets = form.targets.iter().map(|target| {
        let about = target.version.clone().or_else(|| target.problem.clone()).unwrap_or_default();
        view! {
            <option value=target.name.clone() selected=target.name == form.target disabled=!target.reachable && target.name != form.target>{format!("{} – {about}", target.name)}</option>
        }
    });
    // Without one the browser would choose the first, unseen.
    let none =
        form.target.is_empty().then(|| view! { <option value="" selected>{t!("choose a target")}</option> });
    // What Enter does in a field: the first button of a form is meant.
    let asks = view! { <button form=FORM name="action" value="plan" hidden></button> };
    view! {
        <div class="experiment-about" role="group" aria-label=t!("What the experiment is about")>
            {asks}
            <label>{t!("Table")}<select form=FORM name="table">{tables.collect_view()}</select></label>
            <label>{t!("Target")}<select form=FORM name="target">{none}{targets.collect_view()}</select></label>
            <label>{t!("Minutes, about")}<input form=FORM name="minutes" inputmode="decimal" size="4" value=form.minutes.clone() /></label>
            <button form=FORM formmethod="get" formaction="/experiments/new">{t!("Fill in anew")}</button>
        </div>
    }
    .into_any()
}

/// What the experiment would do.
fn plan(plan: &ExperimentPlan, warms_up: bool) -> AnyView {
    let mut said = vec![
        t!("{0} {0|cell|cells}", grouped(plan.cells.len() as u64)),
        t!("{0} {0|run|runs} of {1} {1|row|rows}", grouped(plan.runs), grouped(plan.rows)),
    ];
    if warms_up {
        said.push(t!("the first of them warms the server up"));
    }
    match plan.seconds {
        Some(seconds) => said.push(t!("about {0} by the newest load into this target", duration(seconds))),
        None => said.push(t!("nobody knows yet how long: no load of 10,000 rows was made into this target")),
    }
    said.push(t!("at most about {0} of the disk at a time", bytes(plan.peak_bytes as f64)));
    said.extend(plan.free_bytes.map(|free| t!("{0} are free", bytes(free as f64))));
    view! {
        <section class="plan" role="status">
            <p>{said.join(" · ")}</p>
            {plan.notes.iter().map(|note| view! { <p class="facts">{message(note)}</p> }).collect_view()}
        </section>
    }
    .into_any()
}

/// What is varied, how often, of how many rows.
fn details(form: &ExperimentForm) -> AnyView {
    let kind = form.kind();
    let name = match (preset(&form.preset), &form.name) {
        (Some(question), None) => message(question.question),
        (_, name) => name.clone().unwrap_or_default(),
    };
    let is_of_target = |factor: &&Factor| kind.is_none_or(|kind| factor.targets.contains(&kind));
    let factors = FACTORS.iter().filter(is_of_target).map(|factor| {
        let hint = match &factor.levels {
            Levels::Whole(least, most) => t!("whole numbers from {0} to {1}", least, most),
            Levels::Names(_) | Levels::Key => factor.names().join(", "),
        };
        field(form, factor.name, words::factor_name(factor.name), &message(factor.about), &hint)
    });
    let short = |name: &'static str, label: String, value: &str, letters: &'static str| {
        view! { <label>{label}<input name=name value=value.to_owned() size=letters /></label> }
    };
    view! {
        <form id=FORM class="experiment-details" method="post" action="/experiments/new" aria-label=t!("New experiment")>
            <input type="hidden" name="dataset" value=form.dataset.clone() />
            <input type="hidden" name="preset" value=form.preset.clone() />
            <input type="hidden" name="order_seed" value=form.order_seed.clone() />
            {(!form.warms_up).then(|| view! { <input type="hidden" name="no_warm_up" value="true" /> })}
            <fieldset>
                <legend>{t!("What is varied: one level is what all runs have, several make cells")}</legend>
                {factors.collect_view()}
                {settings(form, SettingScope::Session)}
                {settings(form, SettingScope::Server)}
            </fieldset>
            <div class="experiment-about">
                {short("rows", t!("Rows a run"), &form.rows, "10")}
                {short("repeats", t!("Repeats"), &form.repeats, "4")}
                {short("name", t!("Name"), &name, "32")}
                <label class="check"><input type="checkbox" name="keep_tables" value="true" checked=form.keeps_tables />{t!("Keep the tables")}</label>
            </div>
            <p class="facts">{t!("Each run is a load into a table of its own, rowmill_x_…, which is dropped when it was measured. No other table is touched.")}</p>
            <div class="dialog-actions">
                <button name="action" value="plan">{t!("What would it do?")}</button>
                <button name="action" value="start" class="primary">{t!("Start")}</button>
            </div>
        </form>
    }
    .into_any()
}

/// The settings of the chosen target that concern so much, folded away unless some are varied.
fn settings(form: &ExperimentForm, scope: SettingScope) -> Option<AnyView> {
    let kind = form.kind()?;
    let found: Vec<&Setting> =
        SETTINGS.iter().filter(|setting| setting.target == kind && setting.scope == scope).collect();
    if found.is_empty() {
        return None;
    }
    let name = |setting: &Setting| format!("setting.{}", setting.name);
    let is_varied =
        |setting: &&Setting| form.levels.get(&name(setting)).is_some_and(|levels| !levels.is_empty());
    let is_open = found.iter().any(is_varied);
    let (heading, consent) = match scope {
        SettingScope::Session => (t!("Settings of the experiment's own connections"), None),
        SettingScope::Server => {
            let consent = view! {
                <label class="check">
                    <input type="checkbox" name="may_change" value=form.target.clone() checked=form.may_change />
                    {t!("Change them for the whole server while the experiment runs: whatever else it does runs under them. They are set back at the end.")}
                </label>
            };
            (t!("Settings of the whole server"), Some(consent))
        }
    };
    let fields = found.into_iter().map(|setting| {
        let about = format!("{} {}", message(setting.about), message(setting.risk));
        field(form, &name(setting), setting.name.to_owned(), &about, &setting.levels.join(", "))
    });
    let fields = fields.collect_view();
    Some(view! { <details open=is_open><summary>{heading}</summary>{consent}{fields}</details> }.into_any())
}

/// The levels of one factor.
fn field(form: &ExperimentForm, name: &str, label: String, about: &str, hint: &str) -> AnyView {
    let id = format!("factor-{}", name.replace('.', "-"));
    let value = form.levels.get(name).cloned().unwrap_or_default();
    let about_id = format!("{id}-about");
    view! {
        <div class="factor">
            <label for=id.clone()>{label}</label>
            <input id=id name=name.to_owned() value=value placeholder=hint.to_owned() aria-describedby=about_id.clone() autocomplete="off" spellcheck="false" />
            <p class="facts" id=about_id>{format!("{about} ({hint})")}</p>
        </div>
    }
    .into_any()
}
