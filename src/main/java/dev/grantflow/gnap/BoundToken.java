package dev.grantflow.gnap;

import dev.grantflow.gnap.signature.RequestSigner;
import dev.grantflow.gnap.signature.SignedHeaders;
import dev.grantflow.gnap.signature.UnsignedRequest;
import dev.grantflow.grant.AccessToken;
import io.micronaut.json.tree.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// An issued access token, with what its server said of it (RFC 9635 §3.2.1).
///
/// @param rights its `access`, as far as it is objects with a type
/// @param binding whose key it asks for
public record BoundToken(AccessToken token, List<Right> rights, Binding binding) {

  public BoundToken {
    rights = List.copyOf(rights);
  }

  /// An access item (RFC 9635 §8). What was granted, not what was asked for.
  ///
  /// @param identifier which resource it is for; null where the server left that open
  public record Right(String type, List<String> actions, @Nullable String identifier) {

    public Right {
      actions = List.copyOf(actions);
    }
  }

  /// What must be proven to use the token.
  public enum Binding {
    /// Possession of the key by which the client instance asked.
    CLIENT_KEY,
    /// Possession of a key that the answer names.
    OTHER_KEY,
    /// Nothing: the flag `bearer`.
    BEARER
  }

  public static BoundToken of(AccessToken token) {
    var tree = JsonTree.of(token.verbatim().reveal());
    var rights = elements(JsonTree.member(tree, "access")).flatMap(it -> right(it).stream());
    return new BoundToken(token, rights.toList(), binding(tree));
  }

  /// The headers by which a client instance proves to a resource server that token and key are its
  /// own (RFC 9635 §7.3.1). `Accept` is not among them: it is not signed, and the caller's
  /// business.
  ///
  /// @param request without authorization, which is added
  public SignedHeaders sign(
      RequestSigner signer, UnsignedRequest request, Instant created, String nonce) {
    var value = WireToken.value(JsonTree.of(token.verbatim().reveal()));
    var authorization = "GNAP " + Objects.requireNonNull(value).reveal();
    var authorized =
        new UnsignedRequest(request.method(), request.target(), authorization, request.content());
    var headers = new LinkedHashMap<>(signer.sign(authorized, created, nonce).byName());
    headers.remove("Accept");
    return new SignedHeaders(headers);
  }

  private static Optional<Right> right(JsonNode item) {
    var type = JsonTree.string(item, "type");
    if (type == null) {
      return Optional.empty();
    }
    var actions = new ArrayList<String>();
    elements(JsonTree.member(item, "actions"))
        .filter(JsonNode::isString)
        .forEach(it -> actions.add(it.getStringValue()));
    return Optional.of(new Right(type, actions, JsonTree.string(item, "identifier")));
  }

  private static Binding binding(JsonNode tree) {
    var flags = elements(JsonTree.member(tree, "flags")).filter(JsonNode::isString);
    if (flags.anyMatch(it -> it.getStringValue().equals("bearer"))) {
      return Binding.BEARER;
    }
    return JsonTree.member(tree, "key") == null ? Binding.CLIENT_KEY : Binding.OTHER_KEY;
  }

  private static Stream<JsonNode> elements(@Nullable JsonNode member) {
    if (member == null || !member.isArray()) {
      return Stream.empty();
    }
    var elements = new ArrayList<JsonNode>();
    member.values().forEach(elements::add);
    return elements.stream();
  }
}
