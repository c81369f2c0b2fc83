//! Components, and the two that every page has: `Show` and `For`.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use rstml::node::{KeyedAttribute, KeyedAttributeValue, NodeAttribute};
use syn::spanned::Spanned;

use crate::{Element, fragment, of_expression};

/// Components begin with a capital.
pub fn is_one(element: &Element) -> bool {
    element
        .name()
        .to_string()
        .starts_with(|first: char| first.is_ascii_uppercase())
}

pub fn piece(element: &Element) -> syn::Result<TokenStream> {
    match element.name().to_string().as_str() {
        "Show" => show(element),
        "For" => each(element),
        _ => component(element),
    }
}

fn properties(element: &Element) -> syn::Result<Vec<&KeyedAttribute>> {
    let properties = element
        .attributes()
        .iter()
        .map(|attribute| match attribute {
            NodeAttribute::Attribute(one) => Ok(one),
            NodeAttribute::Block(block) => {
                Err(syn::Error::new(block.span(), "not used on this page"))
            }
        });
    properties.collect()
}

fn wanted(element: &Element, name: &str) -> syn::Result<TokenStream> {
    optional(element, name)?
        .ok_or_else(|| syn::Error::new(element.name().span(), format!("`{name}` is missing")))
}

fn optional(element: &Element, name: &str) -> syn::Result<Option<TokenStream>> {
    let found = properties(element)?
        .into_iter()
        .find(|one| one.key.to_string() == name);
    Ok(found
        .and_then(KeyedAttribute::value)
        .map(|value| quote!(#value)))
}

fn show(element: &Element) -> syn::Result<TokenStream> {
    let when = wanted(element, "when")?;
    let then = fragment(&element.children)?;
    let otherwise = optional(element, "fallback")?.map_or_else(
        || quote!(::std::boxed::Box::new(|| crate::tree::Piece::Nothing)),
        |fallback| {
            let piece = of_expression(&quote!(fallback()));
            quote!({ let fallback = #fallback; ::std::boxed::Box::new(move || #piece) })
        },
    );
    Ok(quote! {
        crate::tree::show(
            ::std::boxed::Box::new(#when),
            ::std::boxed::Box::new(move || #then),
            #otherwise,
        )
    })
}

fn each(element: &Element) -> syn::Result<TokenStream> {
    let items = wanted(element, "each")?;
    let key = wanted(element, "key")?;
    let item = properties(element)?
        .into_iter()
        .find_map(|one| match &one.possible_value {
            KeyedAttributeValue::Binding(binding) => Some(&binding.inputs),
            KeyedAttributeValue::Value(_) | KeyedAttributeValue::None => None,
        });
    let item =
        item.ok_or_else(|| syn::Error::new(element.name().span(), "`let(item)` is missing"))?;
    let child = fragment(&element.children)?;
    Ok(quote!(crate::tree::each(#items, #key, move |#item| #child)))
}

fn component(element: &Element) -> syn::Result<TokenStream> {
    let name = element.name();
    let setters = properties(element)?.into_iter().map(|one| {
        let key = &one.key;
        let value = one
            .value()
            .map_or_else(|| quote!(#key), |value| quote!(#value));
        quote!(.#key(#value))
    });
    let children = (!element.children.is_empty())
        .then(|| fragment(&element.children))
        .transpose()?
        .map(|children| {
            quote! {
                .children(::leptos::children::ToChildren::to_children(
                    move || crate::tree::Tree::new(#children)
                ))
            }
        });
    Ok(of_expression(&quote_spanned! {name.span()=>
        ::leptos::component::component_view(
            #name,
            ::leptos::component::component_props_builder(&#name)#(#setters)*#children.build(),
        )
    }))
}
