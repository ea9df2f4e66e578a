//! One application carried all the way over the API and by SMS, as people would do it.

use std::net::SocketAddr;
use std::time::Duration;

use residence::names::{Iin, Phone};
use serde_json::{Value, json};

use crate::http::{Answer, Client};
use crate::phones::{Phones, code_in};
use crate::sms_centre::SmsCentre;

/// How long anything may take before the journey is given up.
const PATIENCE: Duration = Duration::from_secs(30);

/// What goes wrong on the way, in one sentence.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct Stuck(pub String);

impl From<std::io::Error> for Stuck {
    fn from(error: std::io::Error) -> Self {
        Self(format!("the service cannot be reached: {error}"))
    }
}

/// Everything a journey needs of the world.
pub struct Road<'a> {
    /// Where the API is.
    pub portal: SocketAddr,
    /// The phones of everybody.
    pub phones: &'a Phones,
    /// Where replies go.
    pub centre: &'a SmsCentre,
}

/// What somebody applies for.
#[derive(Clone, Debug)]
pub struct Wish {
    /// Who signs.
    pub applicant: Iin,
    /// Their phone.
    pub phone: Phone,
    /// The body of `POST /applications`.
    pub form: Value,
}

/// A word in answer to the question by SMS.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Word {
    /// Yes, in Kazakh.
    Agree,
    /// No, in Kazakh.
    Refuse,
}

impl Road<'_> {
    /// Signs somebody in by SMS password.
    ///
    /// # Errors
    /// [`Stuck`] saying where.
    pub async fn sign_in(&self, iin: Iin, phone: Phone) -> Result<Client, Stuck> {
        let client = Client::new(self.portal);
        let before = self.count(phone);
        let asked = client.post("/api/v1/sign-in/sms", &json!({ "iin": iin })).await?;
        let id = text(&expect(asked, 202, "sign-in")?, "challenge_id")?;
        let code = self.password(phone, before).await?;
        let path = format!("/api/v1/sign-in/sms/{id}");
        let signed = client.post(&path, &json!({ "code": code })).await?;
        let token = text(&expect(signed, 200, "the password of the sign-in")?, "token")?;
        Ok(client.with_token(&token))
    }

    /// Signs somebody in with the key that the key-holder has for them.
    ///
    /// # Errors
    /// [`Stuck`] saying where.
    pub async fn sign_in_by_key(&self, keys: SocketAddr, iin: Iin) -> Result<Client, Stuck> {
        let client = Client::new(self.portal);
        let asked = client.post("/api/v1/sign-in/eds", &json!({})).await?;
        let asked = expect(asked, 201, "the text of the sign-in")?;
        let cms = signed(keys, iin, &asked).await?;
        let path = format!("/api/v1/sign-in/eds/{}", text(&asked, "challenge_id")?);
        let signed = client.post(&path, &json!({ "cms": cms })).await?;
        let token = text(&expect(signed, 200, "the signed text of the sign-in")?, "token")?;
        Ok(client.with_token(&token))
    }

    /// Signs a draft with that key, which files it.
    ///
    /// # Errors
    /// [`Stuck`] saying where.
    pub async fn sign_by_key(
        &self,
        keys: SocketAddr,
        client: &Client,
        (iin, draft): (Iin, &Value),
    ) -> Result<Value, Stuck> {
        let cms = signed(keys, iin, draft).await?;
        let path = format!("/api/v1/applications/{}/signature", text(draft, "id")?);
        let signed = client.post(&path, &json!({ "method": "eds", "cms": cms })).await?;
        expect(signed, 200, "the signature")
    }

    /// Makes a draft and answers with what the API says of it, whatever that is.
    ///
    /// # Errors
    /// [`Stuck`] when the service cannot be reached.
    pub async fn draft(&self, client: &Client, wish: &Wish) -> Result<Answer, Stuck> {
        Ok(client.post("/api/v1/applications", &wish.form).await?)
    }

    /// Signs a draft by SMS password, which files it.
    ///
    /// # Errors
    /// [`Stuck`] saying where.
    pub async fn sign(&self, client: &Client, wish: &Wish, id: &str) -> Result<Value, Stuck> {
        let path = format!("/api/v1/applications/{id}/signature");
        let before = self.count(wish.phone);
        let sent = client.post(&path, &json!({ "method": "sms" })).await?;
        expect(sent, 202, "the password to sign")?;
        let code = self.password(wish.phone, before).await?;
        let signed = client.post(&path, &json!({ "method": "sms", "code": code })).await?;
        expect(signed, 200, "the signature")
    }

    /// Waits for the question on a phone and answers it with a word and the code.
    ///
    /// # Errors
    /// [`Stuck`] when no question comes.
    pub async fn answer(&self, phone: Phone, word: Word) -> Result<String, Stuck> {
        let question = self.phones.wait_for(phone, |m| code_in(&m.text, 8).is_some());
        let question = tokio::time::timeout(PATIENCE, question).await;
        let question = question.map_err(|_| Stuck("no question came to the owner".into()))?;
        let code = code_in(&question.text, 8).unwrap_or_default();
        let word = match word {
            Word::Agree => "ИӘ",
            Word::Refuse => "ЖОҚ",
        };
        let reply = format!("{word} {code}");
        self.phones.wrote(phone, &reply);
        self.centre.reply(phone.as_str(), "1414", &reply);
        Ok(question.text)
    }

    /// Waits until an application is in one of these statuses; answers with all that is shown of it.
    ///
    /// # Errors
    /// [`Stuck`] when it does not get there.
    pub async fn until(&self, client: &Client, id: &str, wanted: &[&str]) -> Result<Value, Stuck> {
        let reached = |shown: &Value| {
            let status = shown.get("status").and_then(Value::as_str);
            status.is_some_and(|status| wanted.contains(&status))
        };
        let reached = self.watch(client, id, reached).await?;
        reached
            .ok_or_else(|| Stuck(format!("the application did not become {}", wanted.join(" or "))))
    }

    /// Waits until every question of an application has been delivered.
    ///
    /// # Errors
    /// [`Stuck`] when one is not.
    pub async fn delivered(&self, client: &Client, id: &str) -> Result<Value, Stuck> {
        let delivered = |shown: &Value| {
            let questions = shown.get("consents").and_then(Value::as_array);
            let received = |q: &Value| q.get("status").and_then(Value::as_str) != Some("asked");
            questions.is_some_and(|all| !all.is_empty() && all.iter().all(received))
        };
        let delivered = self.watch(client, id, delivered).await?;
        delivered.ok_or_else(|| Stuck("a question was not delivered".into()))
    }

    /// Looks at an application until it is as wanted; `None` when patience is over.
    async fn watch(
        &self,
        client: &Client,
        id: &str,
        wanted: impl Fn(&Value) -> bool,
    ) -> Result<Option<Value>, Stuck> {
        let path = format!("/api/v1/applications/{id}");
        let mut pause = tokio::time::interval(Duration::from_millis(20));
        let looked = async {
            loop {
                pause.tick().await;
                let shown = expect(client.get(&path).await?, 200, "the application")?;
                if wanted(&shown) {
                    return Ok(shown);
                }
            }
        };
        match tokio::time::timeout(PATIENCE, looked).await {
            Ok(shown) => shown.map(Some),
            Err(_) => Ok(None),
        }
    }

    fn count(&self, phone: Phone) -> usize {
        self.phones.messages(phone).map_or(0, |messages| messages.len())
    }

    /// The six digits that come after so many messages.
    async fn password(&self, phone: Phone, before: usize) -> Result<String, Stuck> {
        let newer = |m: &crate::phones::Message| {
            let messages = self.phones.messages(phone).unwrap_or_default();
            let place = messages.iter().rposition(|other| other == m);
            code_in(&m.text, 6).is_some() && place.is_some_and(|place| place >= before)
        };
        let message = tokio::time::timeout(PATIENCE, self.phones.wait_for(phone, newer)).await;
        let message = message.map_err(|_| Stuck("no password came by SMS".into()))?;
        Ok(code_in(&message.text, 6).unwrap_or_default().to_owned())
    }
}

/// The body of an answer with the wanted status.
///
/// # Errors
/// [`Stuck`] with what the service said instead.
pub fn expect(answer: Answer, status: u16, what: &str) -> Result<Value, Stuck> {
    if answer.status == status {
        return Ok(answer.body);
    }
    Err(Stuck(format!("{what}: the service answered {} {}", answer.status, answer.body)))
}

/// A text member of a JSON object.
///
/// # Errors
/// [`Stuck`] when it is not there.
pub fn text(body: &Value, member: &str) -> Result<String, Stuck> {
    let found = body.get(member).and_then(Value::as_str);
    found.map(str::to_owned).ok_or_else(|| Stuck(format!("the answer has no `{member}`: {body}")))
}

/// Lets the key-holder sign what the API gave to be signed.
async fn signed(keys: SocketAddr, iin: Iin, given: &Value) -> Result<String, Stuck> {
    let text = text(given, "to_sign")?;
    let text = eds::pem::from_base64(text.as_bytes());
    let text = text.map_err(|error| Stuck(format!("the text to sign: {error}")))?;
    let signed = crate::ncalayer::sign(keys, iin, &text).await;
    signed.map_err(|error| Stuck(format!("the key-holder does not sign: {error}")))
}
