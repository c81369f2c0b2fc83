//! `view!` in Leptos' notation, with one type for every tree.
//!
//! Leptos makes a type of every piece of markup, and each brings its own copy of the code that
//! builds, compares and drops it. This macro describes the page as data (`app/src/tree.rs`)
//! instead; whatever is written out in full becomes a constant. Deliberately lacks what the page
//! does not use: slots, spreads, directives and two-way bindings.

mod attribute;
mod component;

use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::{quote, quote_spanned};
use rstml::node::{Node, NodeBlock, NodeElement};
use syn::spanned::Spanned;

use attribute::{Attributes, sort_out};

type Element = NodeElement<rstml::Infallible>;

/// Markup to a `Tree`.
#[proc_macro]
pub fn view(input: proc_macro::TokenStream) -> proc_macro::TokenStream {
    let tree = rstml::parse2(input.into())
        .and_then(|nodes| fragment(&nodes))
        .map(|piece| {
            quote! {
                {
                    #[allow(unused_imports, reason = "markup without braces needs neither")]
                    use crate::tree::{FromPiece as _, FromView as _};
                    crate::tree::Tree::new(#piece)
                }
            }
        });
    tree.unwrap_or_else(|error| error.to_compile_error()).into()
}

/// Several nodes as one piece.
fn fragment(nodes: &[Node]) -> syn::Result<TokenStream> {
    let mut pieces = pieces(nodes)?;
    if pieces.len() == 1 {
        return Ok(pieces.swap_remove(0));
    }
    Ok(quote!(crate::tree::Piece::Many(::std::vec![#(#pieces),*])))
}

fn pieces(nodes: &[Node]) -> syn::Result<Vec<TokenStream>> {
    nodes.iter().map(piece).collect()
}

fn piece(node: &Node) -> syn::Result<TokenStream> {
    if let Some(fixed) = fixed(node)? {
        return Ok(quote!(crate::tree::Piece::Fixed(&#fixed)));
    }
    match node {
        Node::Element(one) if component::is_one(one) => component::piece(one),
        Node::Element(one) => element(one),
        Node::Block(NodeBlock::ValidBlock(block)) => Ok(of_expression(&braced(block))),
        Node::Fragment(one) => fragment(&one.children),
        Node::Comment(_)
        | Node::Doctype(_)
        | Node::RawText(_)
        | Node::Text(_)
        | Node::Custom(_)
        | Node::Block(NodeBlock::Invalid(_)) => {
            Err(syn::Error::new(node.span(), "not used on this page"))
        }
    }
}

/// A block of one expression without its braces.
fn braced(block: &syn::Block) -> TokenStream {
    if let [syn::Stmt::Expr(only, None)] = block.stmts.as_slice() {
        quote!(#only)
    } else {
        quote!(#block)
    }
}

/// Whatever an expression shows.
fn of_expression(expression: &TokenStream) -> TokenStream {
    quote_spanned!(expression.span()=> crate::tree::Slot::new(#expression).piece())
}

/// A node that is written out in full, as a constant.
fn fixed(node: &Node) -> syn::Result<Option<TokenStream>> {
    if let Node::Text(text) = node {
        let text = text.value_string();
        return Ok(Some(quote!(crate::tree::Fixed::Text(#text))));
    }
    let Node::Element(one) = node else {
        return Ok(None);
    };
    if component::is_one(one) {
        return Ok(None);
    }
    let Attributes {
        fixed: attributes,
        parts,
    } = sort_out(one)?;
    let children: Option<Vec<_>> = one.children.iter().map(fixed).collect::<Result<_, _>>()?;
    let tag = one.name().to_string();
    Ok(children.filter(|_| parts.is_empty()).map(|children| {
        quote!(crate::tree::Fixed::Element(#tag, &[#(#attributes),*], &[#(#children),*]))
    }))
}

fn element(one: &Element) -> syn::Result<TokenStream> {
    let Attributes { fixed, parts } = sort_out(one)?;
    let children = pieces(&one.children)?;
    let tag = one.name().to_string();
    Ok(quote! {
        crate::tree::Piece::element(
            #tag,
            &[#(#fixed),*],
            ::std::vec![#(#parts),*],
            ::std::vec![#(#children),*],
        )
    })
}

/// Stands in for `wasm_split` where a module stays whole: the function only becomes async.
#[proc_macro_attribute]
pub fn whole(
    _part: proc_macro::TokenStream,
    function: proc_macro::TokenStream,
) -> proc_macro::TokenStream {
    let with_async = |token: TokenTree| {
        let is_start = matches!(&token, TokenTree::Ident(word) if *word == "fn");
        let word = is_start.then(|| Ident::new("async", Span::call_site()).into());
        word.into_iter().chain([token])
    };
    let tokens = TokenStream::from(function).into_iter();
    tokens.flat_map(with_async).collect::<TokenStream>().into()
}
