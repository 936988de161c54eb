package dev.grantflow.sandbox.authserver;

/// What happens in place of the right answer. By wallet address name, the fault comes at the grant
/// request (`awkward-hang`) or at the call that is named before it (`awkward-continue-hang`); the
/// calls that take faults are `wallet`, `continue`, `cancel`, `rotate` and `revoke`.
///
/// Signed calls are authenticated first, so a fault is never mistaken for a bad signature. Except
/// where it says so, the call is not processed. *Once* means once per grant, and for wallet
/// addresses and grant requests once per wallet address name.
public enum Fault {
  /// Processed, but answered late, by [Settings#slowness].
  SLOW,
  /// Neither processed nor answered until the server closes.
  HANG,
  /// The connection is closed before processing.
  DROP_BEFORE,
  /// Processed, then the connection is closed: the answer is lost.
  DROP_AFTER,
  /// 500 with an HTML page once, then fine.
  ERROR_500_ONCE,
  /// 500 with an HTML page every time.
  ERROR_500,
  /// 500 with the GNAP error `request_denied` every time.
  REQUEST_DENIED_500,
  /// 503 with `Retry-After: 1` once, then fine.
  UNAVAILABLE_ONCE,
  /// 429 with `Retry-After: 1` once, then fine.
  TOO_MANY_ONCE,
  /// 400 `too_fast` once, then fine.
  TOO_FAST_ONCE,
  /// 400 `invalid_request`.
  INVALID_REQUEST,
  /// 400 with `{"error":"invalid_request"}`, the short form of RFC 9635 §3.6.
  ERROR_AS_STRING,
  /// 400 with a description and no code.
  ERROR_WITHOUT_CODE,
  /// 401 `invalid_client`.
  INVALID_CLIENT,
  /// 401 `request_denied`.
  REQUEST_DENIED,
  /// 404 with the GNAP error `invalid_request`.
  NOT_FOUND,
  /// 502 with a proxy's HTML page.
  HTML_ERROR,
  /// 200 with an HTML page.
  HTML_OK,
  /// 200 without a body.
  EMPTY_OK,
  /// 200 with a body that stops in the middle of a JSON object.
  MALFORMED_JSON,
  /// 200 whose connection closes before the announced length was sent.
  TRUNCATED,
  /// 200 with 10 MB of well-formed JSON.
  HUGE,
  /// 200 with a body that never ends, as fast as it is read.
  ENDLESS,
  /// 200 with a body that never ends, ten bytes a second.
  DRIP,
  /// 302 to another address of this server; the books count who follows.
  REDIRECT
}
