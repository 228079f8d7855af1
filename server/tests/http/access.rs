//! Who may ask.

use axum::{
    body::Body,
    http::{Request, StatusCode},
};

use crate::server::{Answer, Server};

const TOKEN: &str = "correct horse battery staple";

async fn open_server() -> Server {
    Server::with(&format!("[server]\naccess_token = \"{TOKEN}\"\nhosts = [\"rows.example\"]"), "0.0.0.0:0")
        .await
}

async fn get(server: &Server, path: &str, headers: &[(&str, &str)]) -> Answer {
    let mut request = Request::get(path).header("host", "rows.example");
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    server.send(request.body(Body::empty()).unwrap()).await
}

#[tokio::test]
async fn an_open_server_answers_only_with_the_token() {
    let server = open_server().await;
    for path in ["/api/targets", "/api/jobs", "/api/datasets/x", "/api/openapi.json", "/api/docs/"] {
        let refused = get(&server, path, &[]).await;
        assert_eq!(refused.error(), (401, "unauthorized".to_owned(), String::new()), "{path}");
        assert_eq!(refused.headers["www-authenticate"], "Bearer");
    }
    let wrong = [("authorization", "Bearer correct horse battery stable")];
    assert_eq!(get(&server, "/api/jobs", &wrong).await.status, StatusCode::UNAUTHORIZED);
    let right = format!("Bearer {TOKEN}");
    assert_eq!(get(&server, "/api/jobs", &[("authorization", &right)]).await.status, StatusCode::OK);
    // Whether it is alive, anyone may ask.
    assert_eq!(get(&server, "/api/health", &[]).await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_person_logs_in_once() {
    let server = open_server().await;
    let browser = [("accept", "text/html,application/xhtml+xml")];
    for path in ["/", "/d/0123"] {
        let sent = get(&server, path, &browser).await;
        assert_eq!(
            (sent.status, &sent.headers["location"]),
            (StatusCode::SEE_OTHER, &"/login.html".parse().unwrap())
        );
    }
    let login = async |token: &str| {
        let request = Request::post("/login")
            .header("host", "rows.example")
            .header("content-type", "application/x-www-form-urlencoded");
        server.send(request.body(Body::from(format!("token={token}"))).unwrap()).await
    };
    let refused = login("guess").await;
    assert_eq!(refused.headers["location"], "/login.html#refused");
    assert!(!refused.headers.contains_key("set-cookie"));
    let cookie =
        login("correct+horse+battery+staple").await.headers["set-cookie"].to_str().unwrap().to_owned();
    assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Strict") && !cookie.contains("horse"));
    let cookie = cookie.split(';').next().unwrap();
    assert_eq!(get(&server, "/", &[("cookie", cookie)]).await.status, StatusCode::OK);
    assert_eq!(get(&server, "/api/jobs", &[("cookie", cookie)]).await.status, StatusCode::OK);
    let forged = format!("{}0", &cookie[..cookie.len() - 1]);
    assert_eq!(get(&server, "/api/jobs", &[("cookie", &forged)]).await.status, StatusCode::UNAUTHORIZED);
}

/// The cookie is for TLS where a proxy says that the browser came by it, and is gone when the person logs out.
#[tokio::test]
async fn a_cookie_is_kept_as_safe_as_the_way_it_came_and_can_be_given_back() {
    let server = open_server().await;
    let login = async |headers: &[(&str, &str)]| {
        let mut request = Request::post("/login")
            .header("host", "rows.example")
            .header("content-type", "application/x-www-form-urlencoded");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let body = Body::from("token=correct+horse+battery+staple");
        server.send(request.body(body).unwrap()).await.headers["set-cookie"].to_str().unwrap().to_owned()
    };
    assert!(!login(&[]).await.contains("Secure"));
    assert!(!login(&[("x-forwarded-proto", "http")]).await.contains("Secure"));
    assert!(login(&[("x-forwarded-proto", "https")]).await.ends_with("; Secure"));
    assert!(login(&[("forwarded", "for=192.0.2.1;proto=https")]).await.ends_with("; Secure"));

    let log_out = async |origin: &str| {
        let request = Request::delete("/api/access").header("host", "rows.example").header("origin", origin);
        server.send(request.body(Body::empty()).unwrap()).await
    };
    let gone = log_out("http://rows.example").await;
    assert_eq!(gone.status, StatusCode::NO_CONTENT);
    let cookie = gone.headers["set-cookie"].to_str().unwrap();
    assert!(cookie.starts_with("rowmill_access=; Path=/;") && cookie.contains("Max-Age=0"), "{cookie}");
    assert_eq!(log_out("http://evil.example").await.error().1, "foreign_origin");
}

#[tokio::test]
async fn foreign_names_and_foreign_pages_are_refused() {
    let server = Server::start().await;
    let ask = async |host: &str, method: &str, origin: Option<&str>| {
        let mut request = Request::builder().method(method).uri("/api/jobs/x").header("host", host);
        if let Some(origin) = origin {
            request = request.header("origin", origin);
        }
        server.send(request.body(Body::empty()).unwrap()).await.error().1
    };
    for host in ["evil.example:3000", "127.0.0.1.nip.io", "192.0.2.7:3000", "rows.example"] {
        assert_eq!(ask(host, "GET", None).await, "foreign_host", "{host}");
    }
    for host in ["localhost:3000", "127.0.0.1", "[::1]:3000"] {
        assert_eq!(ask(host, "GET", None).await, "unknown_job", "{host}");
    }
    for origin in ["http://evil.example", "null", "http://localhost:3001", "localhost:3000"] {
        assert_eq!(ask("localhost:3000", "DELETE", Some(origin)).await, "foreign_origin", "{origin}");
    }
    assert_eq!(ask("localhost:3000", "DELETE", Some("http://localhost:3000")).await, "unknown_job");
    // To read is no change: a page elsewhere sees nothing of the answer.
    assert_eq!(ask("localhost:3000", "GET", Some("http://evil.example")).await, "unknown_job");
}

#[tokio::test]
async fn a_page_runs_only_what_carries_its_nonce() {
    let server = Server::start().await;
    let policy_of = |answer: &Answer| answer.headers["content-security-policy"].to_str().unwrap().to_owned();
    let page = server.get("/").await;
    let policy = policy_of(&page);
    let nonce = policy.split("'nonce-").nth(1).and_then(|rest| rest.split('\'').next()).unwrap();
    assert!(nonce.len() >= 16, "{policy}");
    let script_source = policy.split("; ").find(|part| part.starts_with("script-src")).unwrap();
    assert!(!script_source.contains("unsafe-inline") && !script_source.contains("'unsafe-eval'"), "{policy}");
    for script in page.text.match_indices("<script").map(|(at, _)| &page.text[at..]) {
        let tag = &script[..script.find('>').unwrap()];
        assert!(tag.contains(&format!("nonce=\"{nonce}\"")) || tag.contains("application/json"), "{tag}");
    }
    assert_ne!(policy_of(&server.get("/").await), policy);

    for path in ["/api/health", "/api/nothing"] {
        let answer = server.get(path).await;
        assert_eq!(policy_of(&answer), "default-src 'none'; frame-ancestors 'none'");
        assert_eq!(answer.headers["x-content-type-options"], "nosniff");
        assert_eq!(answer.headers["referrer-policy"], "no-referrer");
    }
}
