use std::io;
use std::sync::{Arc, Mutex};

use serde_json::json;
use tracing_subscriber::fmt::MakeWriter;

use super::town::{Home, Town, Who, move_to};

/// Everything that is logged.
#[derive(Clone, Default)]
pub(crate) struct Log(Arc<Mutex<Vec<u8>>>);

impl Log {
    /// What was logged so far.
    pub(crate) fn text(&self) -> String {
        String::from_utf8(self.0.lock().unwrap().clone()).unwrap()
    }
}

impl io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Log {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

#[tokio::test]
async fn no_line_of_the_log_says_who_or_where_or_by_which_code() {
    let log = Log::default();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_ansi(false)
        .with_writer(log.clone())
        .finish();
    // For every test of this program: a line of any of them counts.
    tracing::subscriber::set_global_default(subscriber).unwrap();

    let town = Town::new().await;
    let token = town.signs_in(Who::Aru).await;
    let password = town.code(Who::Aru);
    let id = town.drafts(&token, &move_to(Home::Flat)).await;
    town.signs(Who::Aru, &token, &id).await;
    let code = town.code(Who::Owner);
    town.delivers(Who::Owner).await;
    town.writes(Who::Owner, &format!("НЕТ {code}")).await;
    town.get(&token, "/addresses?q=canary").await.is(200);
    town.post(&token, "/pre-checks", &json!({"rka": "canary"})).await.is(422);
    town.get(&token, "/canary").await.is(404);
    town.sees(&token, &id).await;

    let log = log.text();
    assert!(log.contains("route=\"/api/v1/applications/{id}\""), "{log}");
    for canary in [
        Who::Aru.iin().to_string(),
        Who::Owner.iin().to_string(),
        Who::Aru.phone().to_string(),
        Who::Owner.phone().to_string(),
        Home::Flat.rka().to_string(),
        "Тегі".to_owned(),
        "canary".to_owned(),
        token,
        password,
        code,
    ] {
        assert!(!log.contains(&canary), "{canary}: {log}");
    }
}
