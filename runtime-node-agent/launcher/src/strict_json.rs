// SPDX-License-Identifier: Apache-2.0
//! A strict JSON reader: rejects duplicate, missing and unknown keys. JSON parsers handle these differently, and these
//! documents determine what is mounted. Written by hand, because serde's derive needs a procedural macro, which cargo
//! cannot build for a static target.

use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use std::fmt;

pub type Result<T> = std::result::Result<T, String>;

pub enum Json {
    Null,
    Number(u64),
    String(String),
    Array(Vec<Json>),
    Object(Object),
    Bool(bool),
    /// Values that no valid document contains: fractions and negative numbers.
    Other,
}

/// The keys that have not been taken yet.
pub struct Object(Vec<(String, Json)>);

pub fn parse_object(bytes: &[u8]) -> Result<Object> {
    let json: Json = serde_json::from_slice(bytes).map_err(|e| format!("is malformed: {e}"))?;
    json.object()
}

impl Object {
    pub fn take(&mut self, key: &str) -> Result<Json> {
        let at = self.0.iter().position(|(known, _)| known == key).ok_or_else(|| format!("is malformed: it lacks '{key}'"))?;
        Ok(self.0.swap_remove(at).1)
    }

    pub fn take_optional(&mut self, key: &str) -> Option<Json> {
        self.take(key).ok()
    }

    /// Fails if a key has not been taken.
    pub fn finish(self) -> Result<()> {
        self.0.first().map_or(Ok(()), |(key, _)| Err(format!("has an unknown key '{key}'")))
    }
}

impl Json {
    pub fn object(self) -> Result<Object> {
        if let Self::Object(object) = self { Ok(object) } else { Err("is malformed: an object was expected".into()) }
    }

    pub fn string(self) -> Result<String> {
        if let Self::String(string) = self { Ok(string) } else { Err("is malformed: a string was expected".into()) }
    }

    pub fn number(self) -> Result<u64> {
        if let Self::Number(number) = self { Ok(number) } else { Err("is malformed: a whole number was expected".into()) }
    }

    pub fn boolean(self) -> Result<bool> {
        if let Self::Bool(boolean) = self { Ok(boolean) } else { Err("is malformed: true or false was expected".into()) }
    }

    pub fn array(self) -> Result<Vec<Self>> {
        if let Self::Array(array) = self { Ok(array) } else { Err("is malformed: an array was expected".into()) }
    }

    pub fn strings(self) -> Result<Vec<String>> {
        self.array()?.into_iter().map(Self::string).collect()
    }

    pub fn nullable(self) -> Option<Self> {
        if matches!(self, Self::Null) { None } else { Some(self) }
    }
}

impl<'de> Deserialize<'de> for Json {
    fn deserialize<D: Deserializer<'de>>(json: D) -> std::result::Result<Self, D::Error> {
        json.deserialize_any(JsonVisitor)
    }
}

struct JsonVisitor;

impl<'de> Visitor<'de> for JsonVisitor {
    type Value = Json;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E>(self) -> std::result::Result<Json, E> {
        Ok(Json::Null)
    }

    fn visit_bool<E>(self, boolean: bool) -> std::result::Result<Json, E> {
        Ok(Json::Bool(boolean))
    }

    fn visit_f64<E>(self, _: f64) -> std::result::Result<Json, E> {
        Ok(Json::Other)
    }

    fn visit_i64<E>(self, _: i64) -> std::result::Result<Json, E> {
        Ok(Json::Other)
    }

    fn visit_u64<E>(self, number: u64) -> std::result::Result<Json, E> {
        Ok(Json::Number(number))
    }

    fn visit_str<E>(self, string: &str) -> std::result::Result<Json, E> {
        Ok(Json::String(string.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut array: A) -> std::result::Result<Json, A::Error> {
        let mut values = Vec::new();
        while let Some(value) = array.next_element()? {
            values.push(value);
        }
        Ok(Json::Array(values))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> std::result::Result<Json, A::Error> {
        let mut fields: Vec<(String, Json)> = Vec::new();
        while let Some((key, value)) = map.next_entry::<String, Json>()? {
            if fields.iter().any(|(known, _)| *known == key) {
                return Err(A::Error::custom(format_args!("'{key}' twice")));
            }
            fields.push((key, value));
        }
        Ok(Json::Object(Object(fields)))
    }
}
