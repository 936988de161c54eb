package dev.grantflow.grant;

/// JSON that passes through verbatim, as text in the canonical form of RFC 8785: equal texts are
/// equal values, and a JavaScript server that parses and prints it again gets the same bytes.
///
/// Whoever makes one has canonicalised the text; nothing is parsed here.
public record Json(String canonical) {}
