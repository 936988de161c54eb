package dev.grantflow.gnap;

import dev.grantflow.grant.InteractionStart;
import dev.grantflow.grant.InteractionStart.UserCodeUri;
import dev.grantflow.grant.Secret;
import io.micronaut.json.tree.JsonNode;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The `interact` member as servers write it (RFC 9635 §3.3). A way to start that came but cannot
/// be used counts as missing.
///
/// @param start null where there is no usable way
/// @param finish the server's nonce; null where there is none
record WireInteraction(@Nullable InteractionStart start, @Nullable Secret finish) {

  private static final long LIFE_SECONDS_MAX = Duration.ofDays(36_500).toSeconds();
  private static final Pattern NONCE = Pattern.compile("[\\x21-\\x7e]+");

  /// People read and type it.
  private static final Pattern CODE =
      Pattern.compile("[^\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]{1,128}");

  private static final Pattern APP =
      Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*:[\\x21-\\x7e]{1,2047}");

  /// What a browser would run or read, and no application answers to.
  private static final Set<String> NO_APP =
      Set.of("javascript", "vbscript", "data", "blob", "file", "about");

  static @Nullable WireInteraction parse(
      @Nullable JsonNode member, Instant arrival, Issuer issuer) {
    if (member == null) {
      return null;
    }
    var finish = JsonTree.string(member, "finish");
    return new WireInteraction(
        start(member, arrival, issuer),
        finish == null || !NONCE.matcher(finish).matches() ? null : Secret.of(finish));
  }

  private static @Nullable InteractionStart start(JsonNode member, Instant arrival, Issuer issuer) {
    var redirect = issuer.forBrowsers(JsonTree.string(member, "redirect"));
    var userCode = code(JsonTree.string(member, "user_code"));
    var userCodeUri = userCodeUri(JsonTree.member(member, "user_code_uri"), issuer);
    var app = app(JsonTree.string(member, "app"));
    if (redirect == null && userCode == null && userCodeUri == null && app == null) {
      return null;
    }
    var expiresIn = JsonTree.member(member, "expires_in");
    var seconds = expiresIn == null ? null : Seconds.floor(expiresIn, LIFE_SECONDS_MAX);
    return new InteractionStart(
        redirect, userCode, userCodeUri, app, seconds == null ? null : arrival.plus(seconds));
  }

  private static @Nullable UserCodeUri userCodeUri(@Nullable JsonNode member, Issuer issuer) {
    var code = code(JsonTree.string(member, "code"));
    var uri = issuer.forBrowsers(JsonTree.string(member, "uri"));
    return code == null || uri == null ? null : new UserCodeUri(code, uri);
  }

  private static @Nullable Secret code(@Nullable String text) {
    return text == null || text.isBlank() || !CODE.matcher(text).matches() ? null : Secret.of(text);
  }

  /// Of any scheme, as applications register their own.
  private static @Nullable URI app(@Nullable String text) {
    if (text == null || !APP.matcher(text).matches()) {
      return null;
    }
    try {
      var uri = new URI(text);
      var isNone = NO_APP.contains(uri.getScheme().toLowerCase(Locale.ROOT));
      return isNone || uri.getRawUserInfo() != null ? null : uri;
    } catch (URISyntaxException _) {
      return null;
    }
  }
}
