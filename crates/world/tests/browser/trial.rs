//! Trial pages for the tests of these tests: good ones, and one for each thing that must be found.

use std::net::{Ipv4Addr, SocketAddr};

use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{Html, IntoResponse};
use axum::routing::get;
use axum::{Form, Router};
use serde::Deserialize;

/// A page with every kind of field, in order.
const GOOD: &str = "
<style>main a:focus, main button:focus, main :is(input, select, summary):focus { outline: 3px solid #000 }
a, button, input, select { min-height: 24px; min-width: 24px; margin: 8px } main { max-width: 40rem }</style>
<main><h1>Good</h1><p><a href='/long'>Long page</a></p>
<form method='post' action='/good'>
<p><label>Name <input name='name' autocomplete='off' value='before'></label></p>
<fieldset><legend>Kind</legend>
<input type='radio' name='kind' value='permanent' id='p'><label for='p'>Permanent</label>
<input type='radio' name='kind' value='temporary' id='t'><label for='t'>Temporary</label></fieldset>
<p><label><input type='checkbox' name='child' value='yes'> With a child</label></p>
<p><label>Months <select name='months'><option value='1'>One<option value='6'>Six</select></label></p>
<button>It's done</button></form>
<details><summary>More</summary>Hidden words</details></main>";
/// Its script says that scripts run.
const SCRIPT: &str = "<main><h1>Before</h1><noscript>Without scripts</noscript></main>
<script>document.querySelector('h1').textContent = 'After'</script>";
const BAD: &str = "<h3 style='color:#bbb;background:#fff'>Pale</h3><img src='data:,'><input>
<p><button style='width:9px;height:9px;padding:0;border:0'>a</button><button
style='width:9px;height:9px;padding:0;border:0'>b</button></p>";
const WIDE: &str = "<main><h1>Wide</h1><div id='plank' style='width:1500px'>plank</div></main>";
const UNMARKED: &str =
    "<style>button:focus { outline: none } a:focus { outline: 2px solid transparent }
i:focus { outline: none; box-shadow: 0 0 0 3px #000 }</style>
<main><h1>Focus</h1><button>Unmarked</button> <a href='/good'>Transparent</a>
<i role='button' tabindex='0'>Shadow</i></main>";
const LATER: &str = "<main><h1>Now</h1></main>
<script>setTimeout(() => document.querySelector('h1').textContent = 'Later', 150)</script>";

fn whole(title: &str, head: &str, body: &str) -> String {
    format!(
        "<!doctype html><html lang='en'><head><meta charset='utf-8'><link rel='icon' href='data:,'>\
         {head}<title>{title}</title></head><body>{body}</body></html>"
    )
}

fn page(title: &str, body: &str) -> Html<String> {
    let viewport = "<meta name='viewport' content='width=device-width, initial-scale=1'>";
    Html(whole(title, viewport, body))
}

async fn language(headers: HeaderMap) -> Html<String> {
    let wanted = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
    page("Language", &format!("<main><h1>{}</h1></main>", wanted.unwrap_or("none")))
}

async fn cookie(headers: HeaderMap) -> impl IntoResponse {
    let brought = headers.get(header::COOKIE).and_then(|value| value.to_str().ok());
    let body = format!("<main><h1>{}</h1></main>", brought.unwrap_or("none"));
    let given = "__Host-trial=1; Path=/; Secure; HttpOnly; SameSite=Strict";
    ([(header::SET_COOKIE, given)], page("Cookie", &body))
}

async fn breach() -> impl IntoResponse {
    let body =
        "<main><h1 style='color:red'>Breach</h1><script>document.title = 'run'</script></main>";
    let policy = "default-src 'none'; img-src data:";
    ([(header::CONTENT_SECURITY_POLICY, policy)], page("Breach", body))
}

#[derive(Deserialize)]
struct Filled {
    name: String,
    kind: Option<String>,
    child: Option<String>,
    months: String,
}

/// What was filled in; without a name an error as the portal's forms tell it.
async fn filled(Form(filled): Form<Filled>) -> impl IntoResponse {
    let Filled { name, kind, child, months } = filled;
    if name.is_empty() {
        let body = "<main><div role='alert'><h2>There is a problem</h2><ul><li>\
             <a href='#name'>Write a name</a></ul></div><h1>Good</h1></main>";
        return (StatusCode::UNPROCESSABLE_ENTITY, page("Error: Good", body));
    }
    let body = format!("<main><h1>Done</h1><p>{name}, {kind:?}, {child:?}, {months}</p></main>");
    (StatusCode::OK, page("Done", &body))
}

/// Serves them on a free port until the process ends.
pub(crate) async fn serve() -> SocketAddr {
    let long = "<main><h1>Long</h1><div style='height:3000px'></div><p>The end</p></main>";
    let error = "<main><h1>Error</h1></main><script>undefined.nothing</script>";
    let missing = "<main><h1>Missing</h1></main><link rel='stylesheet' href='/not-there.css'>";
    let pages = [
        ("/long", long),
        ("/script", SCRIPT),
        ("/bad", BAD),
        ("/wide", WIDE),
        ("/unmarked", UNMARKED),
        ("/later", LATER),
        ("/error", error),
        ("/missing", missing),
    ];
    let mut router = Router::new()
        .route("/good", get(async || page("Good", GOOD)).post(filled))
        .route(
            "/unscaled",
            get(async || Html(whole("Unscaled", "", "<main><h1>Unscaled</h1></main>"))),
        )
        .route("/language", get(language))
        .route("/cookie", get(cookie))
        .route("/breach", get(breach));
    for (path, body) in pages {
        router = router.route(path, get(move || async move { page(path, body) }));
    }
    let listener = tokio::net::TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.expect("a port");
    let address = listener.local_addr().expect("an address");
    tokio::spawn(async move { axum::serve(listener, router).await });
    address
}
