//! The module `kz.gov.pki.knca.commonUtils`: arguments by place.

use eds::x509::{Certificate, Name};
use eds::{oid, pem};
use serde_json::{Value, json};

use super::choosing::Fits;
use super::signing::{Manner, decode, sign_bytes, sign_document};
use super::{Dialog, State};
use crate::authority::Holder;

/// Why there is no answer, in the words of the program.
struct Wrong(String);

impl From<super::signing::NotSigned> for Wrong {
    fn from(why: super::signing::NotSigned) -> Self {
        Self(why.to_string())
    }
}

/// The answer to a request.
pub(super) fn answer(state: &State, method: &str, args: &Value) -> Value {
    let call = Call { state, method, args };
    match call.answer() {
        Ok(Value::Null) => json!({ "code": "200" }),
        Ok(object) => json!({ "code": "200", "responseObject": object }),
        Err(Wrong(message)) => json!({ "code": "500", "message": message }),
    }
}

struct Call<'c> {
    state: &'c State,
    method: &'c str,
    args: &'c Value,
}

impl Call<'_> {
    fn answer(&self) -> Result<Value, Wrong> {
        match self.method {
            "getActiveTokens" => Ok(json!([])),
            "changeLocale" => self.text(0).map(|_| Value::Null),
            "getKeyInfo" => {
                self.text(0)?;
                Ok(about(&*self.key("")?))
            }
            "createCAdESFromBase64" => self.cms(false),
            "createCMSSignatureFromBase64" => self.cms(true),
            "signXml" => {
                let (_, purpose, document) = (self.text(0)?, self.text(1)?, self.text(2)?);
                self.whole(3)?;
                let holder = self.key(purpose)?;
                Ok(sign_document(&holder, document)?.into())
            }
            "signXmls" => self.documents(),
            "createCAdESFromBase64Hash" => {
                Err(Wrong("signing a hash that was made elsewhere is not offered here".into()))
            }
            other => Err(Wrong(format!("java.lang.NoSuchMethodException: {other}"))),
        }
    }

    fn mismatch(&self) -> Wrong {
        let what = "java.lang.IllegalArgumentException: argument type mismatch. Method:";
        Wrong(format!("{what} {}", self.method))
    }

    fn text(&self, place: usize) -> Result<&str, Wrong> {
        self.args.get(place).and_then(Value::as_str).ok_or_else(|| self.mismatch())
    }

    /// Holds that a whole document is to be signed: no path to a part of it from this place on.
    fn whole(&self, place: usize) -> Result<(), Wrong> {
        let path = |place| self.args.get(place).and_then(Value::as_str).unwrap_or_default();
        if path(place).is_empty() && path(place + 1).is_empty() {
            Ok(())
        } else {
            Err(Wrong("only whole documents are signed here, not a part of one".into()))
        }
    }

    /// The key for this type: `SIGNATURE`, `AUTHENTICATION`, or any.
    fn key(&self, kind: &str) -> Result<std::sync::Arc<Holder>, Wrong> {
        let fits = match kind {
            "SIGNATURE" => Fits::for_purpose(oid::EMAIL_PROTECTION),
            "AUTHENTICATION" => Fits::for_purpose(oid::CLIENT_AUTH),
            _ => Fits::default(),
        };
        match self.state.dialog(&fits) {
            Dialog::Chosen(holder) => Ok(holder),
            Dialog::Cancelled => Err(Wrong("action.canceled".into())),
            Dialog::NoKey(why) => Err(Wrong(why)),
        }
    }

    fn cms(&self, is_stamped: bool) -> Result<Value, Wrong> {
        let (_, purpose, data) = (self.text(0)?, self.text(1)?, self.text(2)?);
        let is_attached = match self.args.get(3) {
            None | Some(Value::Null) => false,
            Some(attach) => attach.as_bool().ok_or_else(|| self.mismatch())?,
        };
        let content = decode(data)?;
        let holder = self.key(purpose)?;
        let authority = &self.state.ring.authority;
        let manner = Manner { is_attached, is_stamped };
        let der = sign_bytes(authority, &holder, &content, manner, authority.now())?;
        Ok(pem::to_base64(&der).into())
    }

    fn documents(&self) -> Result<Value, Wrong> {
        let (_, purpose) = (self.text(0)?, self.text(1)?);
        let documents = self.args.get(2).and_then(Value::as_array);
        let documents = documents.ok_or_else(|| self.mismatch())?;
        self.whole(3)?;
        let holder = self.key(purpose)?;
        let signed = documents.iter().map(|document| {
            let document = document.as_str().ok_or_else(|| self.mismatch())?;
            Ok(Value::from(sign_document(&holder, document)?))
        });
        signed.collect::<Result<Vec<Value>, Wrong>>().map(Value::Array)
    }
}

/// What is told of a key before anything is signed.
fn about(holder: &Holder) -> Value {
    let certificate: &Certificate = &holder.certificate;
    let common = |name: &Name| name.texts(oid::COMMON_NAME).next().unwrap_or_default().to_owned();
    let hex = |bytes: &[u8]| bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>();
    let key = certificate.extensions.subject_key.as_deref().unwrap_or_default();
    let issuer = certificate.extensions.authority_key.as_ref();
    let issuer = issuer.and_then(|key| key.key.as_deref()).unwrap_or_default();
    json!({
        "alias": hex(key),
        "keyId": hex(key),
        "algorithm": format!("{:?}", holder.key.algorithm()),
        "subjectCn": common(&certificate.subject),
        "subjectDn": in_full(&certificate.subject),
        "issuerCn": common(&certificate.issuer),
        "issuerDn": in_full(&certificate.issuer),
        "serialNumber": hex(&certificate.serial),
        "certNotAfter": certificate.not_after.as_millisecond().to_string(),
        "certNotBefore": certificate.not_before.as_millisecond().to_string(),
        "authorityKeyIdentifier": hex(issuer),
        "pem": pem::block("CERTIFICATE", certificate.as_der()),
    })
}

/// A name with all its parts.
fn in_full(name: &Name) -> String {
    let known = [
        (oid::COMMON_NAME, "CN"),
        (oid::SURNAME, "SURNAME"),
        (oid::SERIAL_NUMBER, "SERIALNUMBER"),
        (oid::COUNTRY, "C"),
        (oid::GIVEN_NAME, "G"),
        (oid::ORGANIZATION, "O"),
        (oid::ORGANIZATIONAL_UNIT, "OU"),
    ];
    let parts = known
        .iter()
        .flat_map(|(kind, label)| name.texts(*kind).map(move |text| format!("{label}={text}")));
    parts.collect::<Vec<_>>().join(",")
}
