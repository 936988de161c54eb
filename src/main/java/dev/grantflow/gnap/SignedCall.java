package dev.grantflow.gnap;

import dev.grantflow.egress.Egress;
import dev.grantflow.egress.Exchange;
import dev.grantflow.egress.Header;
import dev.grantflow.egress.OutboundRequest;
import dev.grantflow.gnap.signature.Content;
import dev.grantflow.gnap.signature.RequestSigner;
import dev.grantflow.gnap.signature.UnsignedRequest;
import dev.grantflow.grant.Secret;
import java.net.URI;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One call of a client instance.
///
/// @param accessToken what goes with `Authorization: GNAP` (RFC 9635 §7.2); null for a grant
///   request
/// @param body null where there is none; a `Content-Length: 0` of the wire is then not signed
// The body is ours alone and calls are not compared.
@SuppressWarnings("ArrayRecordComponent")
record SignedCall(String method, URI target, @Nullable Secret accessToken, byte @Nullable [] body) {

  Exchange send(Egress egress, RequestSigner signer, Instant created, String nonce) {
    var unsigned =
        new UnsignedRequest(
            method,
            target,
            accessToken == null ? null : "GNAP " + accessToken.reveal(),
            body == null ? null : Content.json(body));
    var headers =
        signer.sign(unsigned, created, nonce).byName().entrySet().stream()
            .map(it -> new Header(it.getKey(), it.getValue()))
            .toList();
    return egress.send(new OutboundRequest(method, target, headers, body));
  }

  /// `host:port` for people, or the host alone where the URI names no port.
  String host() {
    var host = target.getHost() == null ? "?" : target.getHost();
    return target.getPort() < 0 ? host : host + ":" + target.getPort();
  }

  /// Neither the token nor the body.
  @Override
  public String toString() {
    return method + " " + host();
  }
}
