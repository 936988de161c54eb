package dev.grantflow.gnap;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.grantflow.grant.Interaction;
import dev.grantflow.grant.Secret;
import java.net.URI;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Set;
import java.util.regex.Pattern;

/// The proof that a finish callback comes from the server that the request went to (RFC 9635
/// §4.2.3).
public final class InteractionHash {

  /// As the RFC writes it, or in standard Base64 as deployed servers do.
  private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]+|[A-Za-z0-9+/]+={0,2}");

  private InteractionHash() {}

  /// Compares in constant time and throws for no input.
  ///
  /// @param hash the callback's parameter, percent-decoded; a `+` that a decoder has made a space
  ///   is no hash
  public static boolean matches(Interaction interaction, Secret interactRef, String hash) {
    // A line break would let one value pass for the end of it and the beginning of the next.
    if (!isWellFormed(hash, interaction.hashMethod().bytes())
        || interactRef.reveal().indexOf('\n') >= 0) {
      return false;
    }
    var received = Base64.getUrlDecoder().decode(hash.replace('+', '-').replace('/', '_'));
    var matches = false;
    for (var endpoint : endpoints(interaction.grantEndpoint())) {
      matches |= MessageDigest.isEqual(digest(interaction, interactRef, endpoint), received);
    }
    return matches;
  }

  /// In 4 characters are 3 bytes; padding fills up to the next 4, or is not there at all.
  private static boolean isWellFormed(String hash, int bytes) {
    var bare = (bytes * 4 + 2) / 3;
    var padded = (bytes + 2) / 3 * 4;
    var digits = hash.length() - (int) hash.chars().filter(it -> it == '=').count();
    return FORM.matcher(hash).matches()
        && digits == bare
        && (hash.length() == bare || hash.length() == padded);
  }

  /// Deployed servers call themselves with one slash more or less than the URI that was used.
  private static Set<String> endpoints(URI used) {
    var text = used.toString();
    if (used.getRawQuery() != null || used.getRawFragment() != null) {
      return Set.of(text);
    }
    var other = text.endsWith("/") ? text.substring(0, text.length() - 1) : text + "/";
    return Set.of(text, other);
  }

  private static byte[] digest(Interaction interaction, Secret interactRef, String endpoint) {
    var base =
        String.join(
            "\n",
            interaction.nonce().reveal(),
            interaction.finish().reveal(),
            interactRef.reveal(),
            endpoint);
    var method = interaction.hashMethod();
    try {
      var digest = MessageDigest.getInstance(method.algorithm()).digest(base.getBytes(UTF_8));
      return Arrays.copyOf(digest, method.bytes());
    } catch (NoSuchAlgorithmException everyJdkHasIt) {
      throw new IllegalStateException(everyJdkHasIt);
    }
  }
}
