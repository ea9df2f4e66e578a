//! What the demo tells a newcomer on the terminal.

use serde_json::Value;

use crate::stories::Story;

/// Prints a line.
#[expect(clippy::print_stdout, reason = "the demo speaks to the person who started it")]
pub fn say(line: &str) {
    println!("{line}");
}

/// Prints the journal of an application as the API shows it.
pub(super) fn journal(shown: &Value) {
    let member = |value: &Value, name: &str| {
        value.get(name).and_then(Value::as_str).unwrap_or_default().to_owned()
    };
    say(&format!("Application {}: {}", member(shown, "number"), member(shown, "status")));
    let lines = shown.get("journal").and_then(Value::as_array);
    for line in lines.into_iter().flatten() {
        let at = member(line, "at");
        let clock = at.split_once('T').map(|(_, clock)| clock).unwrap_or_default();
        let clock = clock.get(..8).unwrap_or(clock);
        say(&format!("  {clock}  {:<16} {}", member(line, "event"), member(line, "text")));
    }
}

/// Prints who can sign in and what to try.
pub(super) fn who_can_try(told: &[Story], portal: u16, phones: u16) {
    say(&format!(
        "\nNow it is yours:\n  portal and API  http://127.0.0.1:{portal}  (to read: /api/docs)\n  \
         phones          http://127.0.0.1:{phones}  (everybody's SMS, and a field to write back)\n"
    ));
    say("Sign in as one of these with an SMS password; it comes to the phone named.\n");
    say(&format!("  {:<22} {:<14} {:<13} {:<18} what happens", "story", "ИИН", "phone", "РКА"));
    let mut seen = Vec::new();
    for story in told {
        if seen.contains(&story.id) {
            continue;
        }
        seen.push(story.id);
        let scenario = &story.scenario;
        let phone = scenario.phone.map(|phone| phone.to_string()).unwrap_or_default();
        let expected = scenario.expected.to_string();
        say(&format!(
            "  {:<22} {:<14} {:<13} {:<18} {expected}",
            story.id, scenario.applicant, phone, scenario.rka
        ));
    }
    say(&format!(
        "\nAll of them, with what each tells: http://127.0.0.1:{phones}/api/stories\nStop with Ctrl-C."
    ));
}
