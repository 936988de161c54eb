package dev.grantflow.web;

import dev.grantflow.grant.Grant;
import java.net.URI;

/// Where a browser is sent when its grant is settled: the request's `returnUri`, with `grantId` and
/// `status` after whatever query it had.
///
/// The URI was held against the client's allow-list when the request was accepted and, as that may
/// have changed, again when the callback came; nothing that the browser brings has a part in it.
final class ReturnAddress {

  private ReturnAddress() {}

  static URI of(URI returnUri, Grant grant) {
    var whole = returnUri.toASCIIString();
    var hash = whole.indexOf('#');
    var address = hash < 0 ? whole : whole.substring(0, hash);
    var fragment = hash < 0 ? "" : whole.substring(hash);
    // Neither an id nor a status needs escaping.
    var added = "grantId=%s&status=%s".formatted(grant.id(), grant.state().status());
    return URI.create(address + separator(address) + added + fragment);
  }

  private static String separator(String address) {
    if (address.endsWith("?") || address.endsWith("&")) {
      return "";
    }
    return address.contains("?") ? "&" : "?";
  }
}
