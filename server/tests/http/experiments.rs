//! Experiments as a program asks for them: refusals, a plan, results, a queue, a stop, a restart of the server.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::{
    events::Events,
    server::{Answer, Server},
};

fn spec() -> Value {
    json!({ "rowmill": 1, "seed": "5", "tables": [
        { "name": "room", "rows": 400, "primary_key": ["id"], "columns": [
            { "name": "id", "type": "bigint" },
            { "name": "label", "type": "varchar(40)" } ] },
        { "name": "guest", "rows": 9, "columns": [{ "name": "id", "type": "int" }] } ] })
}

/// An experiment with the table `room`; `fields` are those that differ.
fn request(dataset: &str, fields: &Value) -> Value {
    let mut request = json!({ "dataset": dataset, "table": "room", "target": "local", "repeats": 1,
        "factors": { "key": ["counter", "v4 uuid"] } });
    for (name, value) in fields.as_object().unwrap() {
        request[name] = value.clone();
    }
    request
}

async fn post(server: &Server, path: &str, body: &Value) -> Answer {
    server.post(path, "application/json", body.to_string()).await
}

async fn start(server: &Server, request: &Value) -> String {
    let answer = post(server, "/api/experiments", request).await;
    assert_eq!(answer.status, 202, "{}", answer.text);
    let id = answer.json()["id"].as_str().unwrap().to_owned();
    assert_eq!(answer.headers["location"], format!("/api/experiments/{id}"));
    id
}

/// The experiment, once it is as wanted.
async fn until(server: &Server, id: &str, is_reached: impl Fn(&Value) -> bool) -> Value {
    let start = Instant::now();
    loop {
        let found = server.get(&format!("/api/experiments/{id}")).await.json();
        if is_reached(&found) {
            return found;
        }
        assert!(start.elapsed() < Duration::from_secs(60), "{found}");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

async fn ended(server: &Server, id: &str) -> Value {
    until(server, id, |found| found["ended_at"].is_string()).await
}

/// The tables of experiments in the target.
fn scratch_tables(server: &Server) -> Vec<String> {
    let target = rusqlite::Connection::open(server.folder.path().join("secret-place.sqlite")).unwrap();
    let mut names = target
        .prepare("SELECT name FROM sqlite_schema WHERE name LIKE 'rowmill_x_%' AND type = 'table'")
        .unwrap();
    names.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
}

#[tokio::test]
async fn an_experiment_is_planned_made_and_told() {
    let server = Server::start().await;
    let dataset = server.save(&spec()).await;
    let asked = request(&dataset, &json!({ "repeats": 2, "rows": 300, "name": "Which | key?" }));
    let plan = post(&server, "/api/experiments/preflight", &asked).await.json();
    assert_eq!((&plan["runs"], &plan["rows"]), (&json!(5), &json!(300)));
    assert_eq!(plan["cells"].as_array().unwrap().len(), 2);
    assert!(plan["peak_bytes"].as_u64().unwrap() > 300, "{plan}");
    assert!(scratch_tables(&server).is_empty());

    let id = start(&server, &asked).await;
    let result = ended(&server, &id).await;
    assert_eq!(result["status"], "COMPLETED", "{result}");
    let runs = result["runs"].as_array().unwrap();
    assert!(runs.iter().all(|run| run["status"] == "DONE" && run["measures"]["rows"] == 300), "{result}");
    assert!(scratch_tables(&server).is_empty());
    // Loads of experiments are in no list of loads.
    assert_eq!(server.get("/api/jobs").await.json()["jobs"], json!([]));

    let list = server.get("/api/experiments").await.json();
    let [summary] = &list["experiments"].as_array().unwrap()[..] else { panic!("{list}") };
    assert_eq!((&summary["title"], &summary["ended_runs"]), (&json!("Which | key?"), &json!(5)));
    let markdown = server.get(&format!("/api/experiments/{id}/results.md")).await;
    assert!(markdown.headers["content-type"].to_str().unwrap().starts_with("text/markdown"));
    assert!(markdown.text.contains("| v4 uuid |"), "{}", markdown.text);
    let csv = server.get(&format!("/api/experiments/{id}/results.csv")).await;
    assert_eq!(csv.text.lines().count(), 6, "{}", csv.text);
    let (head, first) = csv.text.split_once('\n').unwrap();
    assert!(head.contains(",statement_ms_p95,") && head.ends_with(",wal_frames,error"), "{head}");
    assert_eq!(first.lines().next().unwrap().split(',').count(), head.split(',').count(), "{first}");
    assert!(markdown.text.contains("| cell | statement_ms_mean |"), "{}", markdown.text);
    let unknown = server.get(&format!("/api/experiments/{id}/results.pdf")).await;
    assert_eq!(unknown.error().1, "unknown_format");

    let restart = post(&server, &format!("/api/experiments/{id}/restart"), &json!({})).await;
    assert_eq!((restart.status.as_u16(), restart.error().1.as_str()), (409, "experiment_complete"));
    let stop = post(&server, &format!("/api/experiments/{id}/stop"), &json!({})).await;
    assert_eq!((stop.status.as_u16(), stop.error().1.as_str()), (409, "experiment_not_running"));
    assert_eq!(server.delete(&format!("/api/experiments/{id}")).await.status, 204);
    assert_eq!(server.get(&format!("/api/experiments/{id}")).await.error().1, "unknown_experiment");
    assert_eq!(server.delete(&format!("/api/experiments/{id}")).await.status, 404);
}

#[tokio::test]
async fn what_cannot_be_made_is_refused_with_its_place() {
    let server = Server::start().await;
    let dataset = server.save(&spec()).await;
    for (fields, expected) in [
        (json!({ "dataset": "0" }), (404, "unknown_dataset", "dataset")),
        (json!({ "target": "elsewhere" }), (404, "unknown_target", "target")),
        (json!({ "table": "spoon" }), (404, "unknown_table", "table")),
        (json!({ "repeats": 21 }), (400, "out_of_range", "repeats")),
        (json!({ "rows": 0 }), (400, "no_rows", "rows")),
        (json!({ "factors": { "colour": ["red"] } }), (400, "unknown_factor", "factors")),
        (json!({ "factors": { "workers": [2] } }), (400, "not_of_target", "factors")),
        (json!({ "factors": { "key": ["counter", "counter"] } }), (400, "invalid_levels", "factors")),
        (json!({ "factors": { "chunk_rows": [0] } }), (400, "invalid_level", "factors")),
        (json!({ "may_change": ["sync_binlog"] }), (400, "nothing_to_change", "may_change")),
    ] {
        for path in ["/api/experiments", "/api/experiments/preflight"] {
            let (status, code, place) = post(&server, path, &request(&dataset, &fields)).await.error();
            assert_eq!((status, code.as_str(), place.as_str()), expected, "{fields} {path}");
        }
    }
    let body = json!({ "dataset": dataset, "target": "local", "factors": {}, "factor": 1 });
    assert_eq!(post(&server, "/api/experiments", &body).await.status, 422);
    assert_eq!(
        server.get("/api/experiments?limit=0").await.error(),
        (400, "out_of_range".into(), "limit".into())
    );
    assert_eq!(server.get("/api/experiments").await.json()["experiments"], json!([]));
}

#[tokio::test]
async fn experiments_on_one_target_wait_for_each_other() {
    let server = Server::start().await;
    let dataset = server.save(&spec()).await;
    let long = request(&dataset, &json!({ "rows": 60_000, "repeats": 6 }));
    let first = start(&server, &long).await;
    let second = start(&server, &request(&dataset, &json!({}))).await;
    let third = start(&server, &request(&dataset, &json!({}))).await;
    until(&server, &first, |found| found["runs"][0]["status"] == "DONE").await;
    for waiting in [&second, &third] {
        assert_eq!(server.get(&format!("/api/experiments/{waiting}")).await.json()["status"], "QUEUED");
    }
    let refused = server.delete(&format!("/api/experiments/{second}")).await.error();
    assert_eq!((refused.0, refused.1.as_str()), (409, "experiment_running"));

    // One that waits ends at once, and takes its place at the end of the queue when it is wanted again.
    let stopped = post(&server, &format!("/api/experiments/{second}/stop"), &json!({})).await;
    assert_eq!((stopped.status.as_u16(), &stopped.json()["status"]), (202, &json!("STOPPED")));
    let again = post(&server, &format!("/api/experiments/{second}/restart"), &json!({})).await;
    assert_eq!((again.status.as_u16(), &again.json()["status"]), (202, &json!("QUEUED")));

    // One that runs ends when its table is gone; what was measured stays, and is not measured again.
    post(&server, &format!("/api/experiments/{first}/stop"), &json!({})).await;
    let halted = ended(&server, &first).await;
    assert_eq!(halted["status"], "STOPPED");
    let measured = halted["runs"][0]["measures"].clone();
    let (second, third) = (ended(&server, &second).await, ended(&server, &third).await);
    assert_eq!((&second["status"], &third["status"]), (&json!("COMPLETED"), &json!("COMPLETED")));
    assert!(third["ended_at"].as_str() <= second["ended_at"].as_str());
    assert!(scratch_tables(&server).is_empty());
    post(&server, &format!("/api/experiments/{first}/restart"), &json!({})).await;
    let whole = ended(&server, &first).await;
    assert_eq!(whole["status"], "COMPLETED", "{whole}");
    assert_eq!(whole["runs"][0]["measures"], measured);
    assert!(scratch_tables(&server).is_empty());
}

#[tokio::test]
async fn a_new_start_of_the_server_goes_on_with_it() {
    let server = Server::start().await;
    let dataset = server.save(&spec()).await;
    let running = start(&server, &request(&dataset, &json!({ "rows": 50_000, "repeats": 4 }))).await;
    let waiting = start(&server, &request(&dataset, &json!({}))).await;
    until(&server, &running, |found| found["runs"][1]["status"] == "DONE").await;
    // The dataset is not needed for it any more.
    server.delete(&format!("/api/datasets/{dataset}")).await;
    let server = server.restart().await;
    for id in [&running, &waiting] {
        let result = ended(&server, id).await;
        assert_eq!(result["status"], "COMPLETED", "{result}");
    }
    assert!(scratch_tables(&server).is_empty());
}

#[tokio::test]
async fn the_stream_tells_of_experiments() {
    let server = Server::start().await;
    let dataset = server.save(&spec()).await;
    let mut events = Events::open(&server, "", None).await.unwrap();
    let id = start(&server, &request(&dataset, &json!({}))).await;
    let told = events
        .until(|event| event.name == "experiment" && event.data["experiments"][0]["status"] == "COMPLETED")
        .await;
    let last = &told[told.len() - 1].data["experiments"][0];
    assert_eq!((&last["id"], &last["runs"], &last["ended_runs"]), (&json!(id), &json!(3), &json!(3)));
    let of_it = told.iter().filter(|event| event.name == "experiment");
    let ended: Vec<u64> =
        of_it.map(|event| event.data["experiments"][0]["ended_runs"].as_u64().unwrap()).collect();
    assert!(ended.is_sorted() && ended.contains(&0) && ended.contains(&2), "{ended:?}");
    // No event of a load: those of experiments are nobody's.
    assert!(told.iter().all(|event| matches!(event.name.as_str(), "experiment" | "snapshot")));
}

/// A page for who reads English.
async fn page(server: &Server, path: &str) -> Answer {
    server.get(path).await
}

#[tokio::test]
async fn the_pages_lead_from_a_question_to_its_answer() {
    let server = Server::start().await;
    let dataset = server.save(&spec()).await;
    let list = page(&server, "/experiments").await;
    assert!(
        list.text.contains("Which primary key?") && list.text.contains("No experiments yet"),
        "{}",
        list.text
    );
    // Without a dataset, those that there are; with one, the form filled in.
    assert!(page(&server, "/experiments/new").await.text.contains(&format!("dataset={dataset}")));
    let form = page(&server, &format!("/experiments/new?dataset={dataset}")).await;
    assert!(form.text.contains("value=\"counter, v4 binary, v7 binary\""), "{}", form.text);
    // The table with most rows, and no more rows than it has.
    assert!(
        form.text.contains("<option value=\"room\" selected")
            && form.text.contains("name=\"rows\" value=\"400\"")
    );
    assert!(!form.text.contains("id=\"factor-workers\""), "SQLite has one writer");

    let sent = |action: &str, levels: &str| {
        format!(
            "dataset={dataset}&table=room&target=local&preset=which-key&minutes=5&rows=1%2C000&repeats=2&name=Mine&{levels}&action={action}"
        )
    };
    let form_type = "application/x-www-form-urlencoded";
    let plan = server.post("/experiments/new", form_type, sent("plan", "key=counter,+v4+uuid")).await;
    assert_eq!(plan.status, 200);
    assert!(plan.text.contains("5 runs of 1,000 rows"), "{}", plan.text);
    let refused = server.post("/experiments/new", form_type, sent("start", "key=counter,+vx")).await;
    assert_eq!(refused.status, 400);
    assert!(refused.text.contains("is no level of") && refused.text.contains("value=\"counter, vx\""));
    let number = sent("start", "key=counter").replace("repeats=2", "repeats=two");
    let refused = server.post("/experiments/new", form_type, number).await;
    assert!(refused.text.contains("is no whole number"), "{}", refused.text);
    assert_eq!(server.get("/api/experiments").await.json()["experiments"], json!([]));

    let started = server.post("/experiments/new", form_type, sent("start", "key=counter,+v4+uuid")).await;
    assert_eq!(started.status, 303, "{}", started.text);
    let path = started.headers["location"].to_str().unwrap().to_owned();
    let id = path.rsplit('/').next().unwrap().to_owned();
    ended(&server, &id).await;
    let result = page(&server, &path).await;
    for said in ["Fastest: Primary key", "Use the fastest for my load", "Bytes a row", "Mine"] {
        assert!(result.text.contains(said), "{said}: {}", result.text);
    }
    for query in ["order=seconds", "order=rate", "order=bytes", "order=key&group=key", "order=nothing"] {
        let sorted = page(&server, &format!("{path}?{query}")).await;
        assert_eq!(sorted.text.matches("id=\"cell-").count(), 2, "{query}");
    }
    for said in [
        "What was done, the median of each cell",
        "Statement, mean, ms",
        "wal_frames",
        "Processor time of Rowmill",
    ] {
        assert!(result.text.contains(said), "{said}: {}", result.text);
    }
    let image = page(&server, &format!("{path}/plot.svg")).await;
    assert_eq!(image.headers["content-type"], "image/svg+xml");
    assert_eq!(image.headers["content-security-policy"], "default-src 'none'; style-src 'unsafe-inline'");
    assert!(
        image.text.starts_with("<svg xmlns=") && image.text.contains("Primary key v4 uuid"),
        "{}",
        image.text
    );
    assert!(page(&server, &format!("{path}/plot.svg?lang=ko")).await.text.contains("기본 키 v4 uuid"));
    assert_eq!(page(&server, "/experiments/0/plot.svg").await.status, 404);
    assert!(page(&server, "/experiments").await.text.contains(&path));
    let again = page(&server, &format!("/experiments/new?from={id}")).await;
    assert!(again.text.contains("value=\"counter, v4 uuid\"") && again.text.contains("value=\"Mine\""));
    let korean = page(&server, &format!("{path}?lang=ko")).await;
    assert!(korean.text.contains("가장 빠른 것: 기본 키"), "{}", korean.text);
    let gone = page(&server, "/experiments/00000000000000000000000000000000").await;
    assert_eq!(gone.status, 404);
    assert!(gone.text.contains("There is no experiment"));
}

#[tokio::test]
async fn a_question_that_a_target_cannot_answer_is_said_to_be_so() {
    let server = Server::start().await;
    let dataset = server.save(&spec()).await;
    let form = page(&server, &format!("/experiments/new?dataset={dataset}&preset=how-many-writers")).await;
    assert!(form.text.contains("this question cannot be asked of this target"), "{}", form.text);
    let unknown = page(&server, "/experiments/new?dataset=00000000000000000000000000000000").await;
    assert_eq!(unknown.status, 404);
    // What would be markup is text.
    let typed = format!("/experiments/new?dataset={dataset}&preset=&minutes=%22%3E%3Cb%3E&key=%22%3E%3Ci%3E");
    let form = page(&server, &typed).await;
    assert!(form.text.contains("value=\"&quot;&gt;&lt;i&gt;\""), "{}", form.text);
    assert!(!form.text.contains("<b>") && !form.text.contains("<i>"));
}

#[tokio::test]
async fn a_form_is_about_the_target_and_the_table_that_it_shows() {
    // Nobody listens there.
    let server =
        Server::with("[targets.shop]\nurl = \"mysql://root@127.0.0.1:9/shop\"\n", "127.0.0.1:3000").await;
    let mut spec = spec();
    let twin = json!({ "name": " room", "rows": 7, "columns": [{ "name": "id", "type": "int" }], "primary_key": ["id"] });
    spec["tables"].as_array_mut().unwrap().push(twin);
    let dataset = server.save(&spec).await;
    let about = format!("dataset={dataset}&preset=&repeats=1&rows=5&key=counter");
    // A browser sends nothing for a chosen option that is off.
    let form = page(&server, &format!("/experiments/new?{about}&table=room&target=shop")).await;
    assert!(form.text.contains("<option value=\"shop\" selected>"), "{}", form.text);
    assert!(!form.text.contains("selected disabled"), "{}", form.text);
    let form_type = "application/x-www-form-urlencoded";
    let sent = format!("{about}&table=room&action=start");
    let refused = server.post("/experiments/new", form_type, sent).await;
    assert_eq!(refused.status, 400, "{}", refused.text);
    assert!(refused.text.contains("no target is chosen"), "{}", refused.text);
    let sent = format!("{about}&table=%20room&target=local&action=plan");
    let planned = server.post("/experiments/new", form_type, sent).await;
    assert!(planned.text.contains("<option value=\" room\" selected>"), "{}", planned.text);
    // A name that was taken out stays out.
    let sent = format!(
        "dataset={dataset}&table=room&target=local&preset=which-key&repeats=1&rows=5&name=&key=counter&action=plan"
    );
    let planned = server.post("/experiments/new", form_type, sent).await;
    assert!(planned.text.contains("name=\"name\" value=\"\""), "{}", planned.text);
}

#[tokio::test]
async fn what_another_kind_of_target_has_is_left_out_and_said() {
    let server = Server::start().await;
    let dataset = server.save(&spec()).await;
    let typed = "key=counter&workers=1,2&setting.sync_binlog=0,1&minutes=1&target=local";
    // Fields that this target does not show are in nobody's way.
    let form = page(&server, &format!("/experiments/new?dataset={dataset}&preset=which-key&{typed}")).await;
    assert!(!form.text.contains("class=\"problem\""), "{}", form.text);
    let form = page(&server, &format!("/experiments/new?dataset={dataset}&preset=&{typed}")).await;
    let said = "left out, because this target has no such thing: setting.sync_binlog, workers";
    assert!(form.text.contains(said), "{}", form.text);
}

#[tokio::test]
async fn settings_of_the_whole_server_ask_for_consent() {
    // Nobody listens there: what the form has is known without the server.
    let server =
        Server::with("[targets.shop]\nurl = \"mysql://root@127.0.0.1:9/shop\"\n", "127.0.0.1:3000").await;
    let dataset = server.save(&spec()).await;
    let address = format!(
        "/experiments/new?dataset={dataset}&target=shop&preset=what-does-durability-cost&may_change=true"
    );
    let form = page(&server, &address).await;
    assert!(
        form.text.contains("name=\"setting.innodb_flush_log_at_trx_commit\" value=\"1, 2, 0\""),
        "{}",
        form.text
    );
    // A link does not consent for the one who follows it.
    assert!(
        form.text.contains("name=\"may_change\"")
            && !form.text.contains("name=\"may_change\" value=\"shop\" checked")
    );
    let sent = format!(
        "dataset={dataset}&table=room&target=shop&preset=&repeats=2&rows=100&setting.sync_binlog=0,1&action=plan"
    );
    let form_type = "application/x-www-form-urlencoded";
    let refused = server.post("/experiments/new", form_type, sent.clone()).await;
    assert!(refused.text.contains("whatever else that does would run under it"), "{}", refused.text);
    let asked = server.post("/experiments/new", form_type, format!("{sent}&may_change=shop")).await;
    assert!(!asked.text.contains("whatever else that does would run under it"), "{}", asked.text);
    assert!(asked.text.contains("name=\"may_change\" value=\"shop\" checked"), "{}", asked.text);
    // Who consented for one target did not for another.
    let other = server.post("/experiments/new", form_type, format!("{sent}&may_change=local")).await;
    assert!(other.text.contains("whatever else that does would run under it"), "{}", other.text);
    assert_eq!(server.get("/api/experiments").await.json()["experiments"], json!([]));
}

#[tokio::test]
async fn experiments_stand_beside_each_other() {
    let server = Server::start().await;
    let dataset = server.save(&spec()).await;
    let both = json!({ "name": "both <keys>", "rows": 300, "factors": { "key": ["counter", "v4 uuid"], "indexes": ["none"] } });
    let chunks =
        json!({ "name": "chunks", "rows": 400, "factors": { "key": ["counter"], "chunk_rows": [50, 400] } });
    let first = start(&server, &request(&dataset, &both)).await;
    let second = start(&server, &request(&dataset, &chunks)).await;
    for id in [&first, &second] {
        assert_eq!(ended(&server, id).await["status"], "COMPLETED");
    }
    let list = page(&server, "/experiments").await;
    assert!(list.text.contains(&format!("name=\"experiment\" value=\"{first}\"")), "{}", list.text);
    let address = format!("/experiments/compare?experiment={first}&experiment={second}&experiment=0");
    let compared = page(&server, &address).await;
    assert_eq!(compared.status, 200);
    let text = &compared.text.replace("<!>", "");
    assert!(text.contains("both &lt;keys&gt;, local</a>") && text.contains("chunks, local</a>"), "{text}");
    // The lines of a table with their cells; what differs among them is marked.
    let line = |name: &str| {
        let line = text.split("<tr").find(|line| line.contains(&format!("<th scope=\"row\">{name}</th>")));
        line.unwrap_or_else(|| panic!("{name}: {text}")).to_owned()
    };
    assert!(
        line("Rows a run").contains("class=\"differs\"")
            && line("Rows a run").contains("<td>300</td><td>400</td>")
    );
    assert!(!line("Target").contains("class=\"differs\""), "{}", line("Target"));
    assert!(
        line("Secondary indexes").contains("<td>none</td><td>as it is</td>"),
        "{}",
        line("Secondary indexes")
    );
    // Each experiment's fastest cell is what its others are measured by.
    let cells = [
        "Primary key counter",
        "Primary key v4 uuid",
        "Primary key counter, Rows per transaction 50",
        "Primary key counter, Rows per transaction 400",
    ];
    let said: Vec<String> = cells.iter().map(|name| line(name)).collect();
    assert_eq!(said.iter().map(|line| line.matches(" s · ×").count()).collect::<Vec<_>>(), [1, 1, 1, 1]);
    assert!(said.iter().filter(|line| line.contains("×1.00")).count() >= 2, "{said:?}");
    assert!(page(&server, &format!("{address}&lang=ko")).await.text.contains("실험 비교"));
    let alone = page(&server, &format!("/experiments/compare?experiment={first}")).await;
    assert!(alone.text.contains("Tick two experiments or more"), "{}", alone.text);
    // One that is ticked twice stands there once.
    let twice = page(&server, &format!("{address}&experiment={first}")).await;
    let text = twice.text.replace("<!>", "");
    assert_eq!(text.matches("chunks, local</a>").count(), 1, "{text}");
    assert_eq!(text.matches("both &lt;keys&gt;, local</a>").count(), 1, "{text}");
    let six: String = (1..7).map(|id| format!("&experiment={id}")).collect();
    let too_many = page(&server, &format!("{address}{six}")).await;
    assert!(too_many.text.contains("1 more were ticked than are compared at once."), "{}", too_many.text);
}
