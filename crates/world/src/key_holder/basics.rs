//! The module `kz.gov.pki.knca.basics`: arguments by name.

use eds::pem;
use serde::Deserialize;
use serde_json::{Value, json};

use super::choosing::Fits;
use super::signing::{Manner, NotSigned, decode, sign_bytes, sign_document};
use super::{Dialog, State};
use crate::authority::Holder;

/// What `sign` is asked for.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Asked {
    format: String,
    data: Value,
    #[serde(default)]
    signing_params: Params,
    #[serde(default)]
    signer_params: Fits,
}

/// How to sign. Whether a key is expired or revoked is not looked at: this program is there to try what
/// a portal says to such keys.
#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Params {
    decode: Switch,
    encapsulate: Switch,
    digested: Switch,
    tsa_profile: Option<Value>,
    output_cert: Switch,
}

/// `true`, or the text of it, as some pages write it.
#[derive(Default)]
struct Switch(bool);

impl<'de> Deserialize<'de> for Switch {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        match Value::deserialize(from)? {
            Value::Bool(is_on) => Ok(Self(is_on)),
            Value::String(text) => Ok(Self(text == "true")),
            Value::Null => Ok(Self(false)),
            Value::Number(_) | Value::Array(_) | Value::Object(_) => {
                Err(serde::de::Error::custom("true or false is expected"))
            }
        }
    }
}

fn error(code: &str, message: &str, details: &str) -> Value {
    json!({ "status": false, "code": code, "message": message, "details": details })
}

/// The answer to a request.
pub(super) fn answer(state: &State, method: &str, args: Value) -> Value {
    if method != "sign" {
        return error("INVOCATION_ERROR", "There is no such method.", method);
    }
    let asked: Asked = match serde_json::from_value(args) {
        Ok(asked) => asked,
        Err(why) => {
            let message = "An invoked method threw an exception.";
            return error("INVOCATION_ERROR", message, &why.to_string());
        }
    };
    if asked.signing_params.digested.0 {
        let why = "signing a hash that was made elsewhere is not offered here";
        return error("INVALID_SIGNING_PARAMS", "Invalid signing parameters.", why);
    }
    let holder = match state.dialog(&asked.signer_params) {
        Dialog::Chosen(holder) => holder,
        Dialog::Cancelled => return json!({ "status": true, "body": {} }),
        Dialog::NoKey(why) => return error("GENERAL_ERROR", "No key fits.", &why),
    };
    let sign = |one: &Value| asked.sign(state, &holder, one);
    let signed = match asked.data.as_array() {
        Some(all) => all.iter().map(sign).collect::<Result<Vec<_>, _>>().map(Value::Array),
        None => sign(&asked.data),
    };
    let result = match signed {
        Ok(result) => result,
        Err(Refused::Params(why)) => {
            return error("INVALID_SIGNING_PARAMS", "Invalid signing parameters.", why);
        }
        Err(Refused::Failed(why)) => {
            return error("SIGNING_FAILURE", "It was not signed.", &why.to_string());
        }
    };
    let result = if asked.signing_params.output_cert.0 {
        let certificate = pem::block("CERTIFICATE", holder.certificate.as_der());
        json!({ "signatures": result, "certificate": certificate })
    } else {
        result
    };
    json!({ "status": true, "body": { "result": result } })
}

enum Refused {
    Params(&'static str),
    Failed(NotSigned),
}

impl From<NotSigned> for Refused {
    fn from(why: NotSigned) -> Self {
        Self::Failed(why)
    }
}

impl Asked {
    fn sign(&self, state: &State, holder: &Holder, data: &Value) -> Result<Value, Refused> {
        let data = data.as_str().ok_or(Refused::Params("data is a text, or a list of them"))?;
        let params = &self.signing_params;
        match self.format.as_str() {
            "cms" => {
                let content =
                    if params.decode.0 { decode(data)? } else { data.as_bytes().to_vec() };
                let is_stamped = params.tsa_profile.as_ref().is_some_and(|one| !one.is_null());
                let manner = Manner { is_attached: params.encapsulate.0, is_stamped };
                let authority = &state.ring.authority;
                let der = sign_bytes(authority, holder, &content, manner, authority.now())?;
                Ok(eds::sign::pem(&der).into())
            }
            "xml" => Ok(sign_document(holder, data)?.into()),
            _ => Err(Refused::Params("the format is cms or xml")),
        }
    }
}
