//! Attributes of elements: constants, and parts that are set from Rust.

use proc_macro2::TokenStream;
use quote::{format_ident, quote, quote_spanned};
use rstml::node::{KeyedAttribute, NodeAttribute};
use syn::spanned::Spanned;

use crate::Element;

/// The attributes of an element.
pub struct Attributes {
    /// Pairs of name and value.
    pub fixed: Vec<TokenStream>,
    /// Expressions of type `Part`.
    pub parts: Vec<TokenStream>,
}

/// Tells constants from the rest.
pub fn sort_out(element: &Element) -> syn::Result<Attributes> {
    let mut found = Attributes {
        fixed: Vec::new(),
        parts: Vec::new(),
    };
    for attribute in element.attributes() {
        let NodeAttribute::Attribute(one) = attribute else {
            return Err(syn::Error::new(attribute.span(), "not used on this page"));
        };
        let key = one.key.to_string();
        let is_plain = !key.contains(':') && key != "node_ref";
        match one.value() {
            Some(syn::Expr::Lit(_)) if is_plain => {
                let value = one.value_literal_string();
                found.fixed.push(quote!((#key, #value)));
            }
            Some(value) => found.parts.push(part(one, &key, &quote!(#value))?),
            None => found.fixed.push(quote!((#key, ""))),
        }
    }
    Ok(found)
}

fn part(one: &KeyedAttribute, key: &str, value: &TokenStream) -> syn::Result<TokenStream> {
    if key == "node_ref" {
        return Ok(quote!(crate::tree::Part::reference(#value)));
    }
    let (kind, name) = match key.split_once(':') {
        None => ("Attribute", key),
        Some(("class", name)) => ("Class", name),
        Some(("style", name)) => ("Style", name),
        Some(("prop", name)) => ("Property", name),
        Some(("on", name)) => {
            let plain = name.strip_suffix(":capture");
            let captures = plain.is_some();
            let event = format_ident!("{}", plain.unwrap_or(name), span = one.key.span());
            return Ok(quote!(
                crate::tree::Part::on(&::leptos::ev::#event, #captures, #value)
            ));
        }
        Some(_) => return Err(syn::Error::new(one.key.span(), "not used on this page")),
    };
    let kind = format_ident!("{kind}");
    Ok(quote_spanned! {value.span()=>
        crate::tree::Part::set(
            crate::tree::Kind::#kind,
            #name,
            crate::tree::IntoSetting::into_setting(#value),
        )
    })
}
