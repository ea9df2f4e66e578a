//! What the portal says, read strictly: names of members are the protocol's.

use jiff::Timestamp;
use serde::Deserialize;
use serde_json::Value;

use super::Document;
use crate::key_holder::signing::decode;

/// Who asks, by its name in each language.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Organisation {
    /// In Russian.
    #[serde(rename = "nameRu")]
    pub ru: String,
    /// In Kazakh.
    #[serde(rename = "nameKz")]
    pub kk: String,
    /// In English.
    #[serde(rename = "nameEn")]
    pub en: String,
    /// БСН / БИН, twelve digits; empty for whoever has none.
    pub bin: String,
}

/// The first answer.
#[derive(Debug, Deserialize)]
pub(super) struct Described {
    pub(super) description: String,
    expiry_date: String,
    pub(super) organisation: Organisation,
    pub(super) document: Pointer,
}

/// Where the documents are, and how to ask for them.
#[derive(Debug, Deserialize)]
pub(super) struct Pointer {
    pub(super) uri: String,
    auth_type: String,
    #[serde(default)]
    auth_token: Option<String>,
}

impl Described {
    pub(super) fn read(body: &Value) -> Result<Self, String> {
        let described = Self::deserialize(body).map_err(|error| error.to_string())?;
        let organisation = &described.organisation;
        let texts = [
            ("description", &described.description),
            ("organisation.nameRu", &organisation.ru),
            ("organisation.nameKz", &organisation.kk),
            ("organisation.nameEn", &organisation.en),
        ];
        if let Some((name, _)) = texts.iter().find(|(_, text)| text.trim().is_empty()) {
            return Err(format!("`{name}` is empty"));
        }
        let bin = &organisation.bin;
        let is_bin = bin.len() == 12 && bin.bytes().all(|byte| byte.is_ascii_digit());
        if !bin.is_empty() && !is_bin {
            return Err("`organisation.bin` has not twelve digits".into());
        }
        Ok(described)
    }

    /// Until when it can be signed.
    pub(super) fn expires(&self) -> Result<Timestamp, String> {
        let time = self.expiry_date.parse();
        time.map_err(|_| format!("`expiry_date` is `{}`: no time of RFC 3339", self.expiry_date))
    }

    /// What the app shows when it asks for the documents; nothing if it need not.
    pub(super) fn token(&self) -> Result<Option<&str>, String> {
        let token = self.document.auth_token.as_deref().filter(|token| !token.is_empty());
        match (self.document.auth_type.as_str(), token) {
            ("Token", Some(token)) => Ok(Some(token)),
            ("Token", None) => {
                Err("`document.auth_token` is missing, though the type is Token".into())
            }
            ("None", _) => Ok(None),
            ("Eds", _) => Err("`document.auth_type` Eds is not walked by these phones".into()),
            (other, _) => Err(format!("`document.auth_type` is `{other}`: Token, Eds or None")),
        }
    }
}

/// How documents are signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub(super) enum Method {
    #[serde(rename = "XML")]
    Xml,
    #[serde(rename = "CMS_WITH_DATA")]
    CmsWithData,
    #[serde(rename = "CMS_SIGN_ONLY")]
    CmsSignOnly,
}

/// The second answer.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Listing {
    pub(super) sign_method: Method,
    documents_to_sign: Vec<Listed>,
}

/// One document of it.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Listed {
    id: u64,
    name_ru: String,
    name_kz: String,
    name_en: String,
    meta: Vec<Detail>,
    document_xml: Option<String>,
    document: Option<Held>,
}

#[derive(Debug, Deserialize)]
struct Detail {
    name: String,
    value: String,
}

#[derive(Debug, Deserialize)]
struct Held {
    file: File,
}

#[derive(Debug, Deserialize)]
struct File {
    mime: String,
    data: String,
}

impl Listing {
    pub(super) fn read(body: &Value) -> Result<Self, String> {
        Self::deserialize(body).map_err(|error| error.to_string())
    }

    /// The documents, each in the place where its signature will stand.
    pub(super) fn documents(&self, came: &Value) -> Result<Vec<Document>, String> {
        if self.documents_to_sign.is_empty() {
            return Err("`documentsToSign` is empty".into());
        }
        let mut known = Vec::new();
        let mut documents = Vec::new();
        for (at, listed) in self.documents_to_sign.iter().enumerate() {
            let here = |what: String| format!("`documentsToSign[{at}]`: {what}");
            if known.contains(&listed.id) {
                return Err(here(format!("the id {} is there twice", listed.id)));
            }
            known.push(listed.id);
            let place = format!("/documentsToSign/{at}{}", Listed::place(self.sign_method));
            if came.pointer(&place).is_none() {
                return Err(here(format!("there is nothing at {place}")));
            }
            documents.push(listed.read(self.sign_method).map_err(here)?);
        }
        Ok(documents)
    }
}

impl Listed {
    /// Where the text of a document is, and then its signature.
    pub(super) const fn place(method: Method) -> &'static str {
        match method {
            Method::Xml => "/documentXml",
            Method::CmsWithData | Method::CmsSignOnly => "/document/file/data",
        }
    }

    fn read(&self, method: Method) -> Result<Document, String> {
        let names = [&self.name_ru, &self.name_kz, &self.name_en];
        if names.iter().any(|name| name.trim().is_empty()) {
            return Err("it has no name in one of the languages".into());
        }
        let bytes = match (method, &self.document_xml, &self.document) {
            (Method::Xml, Some(text), None) => text.as_bytes().to_vec(),
            (Method::CmsWithData | Method::CmsSignOnly, None, Some(held)) => {
                let file = &held.file;
                if file.mime.strip_prefix("@file/").is_none_or(str::is_empty) {
                    return Err(format!("the kind of file is `{}`: @file/…", file.mime));
                }
                decode(&file.data).map_err(|why| format!("`document.file.data`: {why}"))?
            }
            (Method::Xml, ..) => {
                return Err("for XML it has `documentXml`, and no `document`".into());
            }
            _ => return Err("for CMS it has `document`, and no `documentXml`".into()),
        };
        let details = self.meta.iter().map(|one| (one.name.clone(), one.value.clone())).collect();
        Ok(Document { name: self.name_ru.clone(), details, bytes })
    }
}
