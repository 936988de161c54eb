package dev.grantflow.gnap;

import dev.grantflow.grant.GrantError;
import dev.grantflow.grant.Secret;
import io.micronaut.json.tree.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Reads error answers: `error` is an object of `code` and `description`, either of which may be
/// missing, or a string (RFC 9635 §3.6), and the body need not be JSON at all.
///
/// Where the server names no code, the status does: `invalid_request` for 400, `invalid_client` for
/// 401, `unexpected_redirect` for 3xx, else `http_` and the status. The same where it names one
/// that is ours to say.
///
/// @param host of the server, for people
/// @param secrets of the call: a text of the server that repeats one of them, or one that stands in
///   the same answer, is dropped; see [Echo]
record ErrorReader(String host, List<Secret> secrets) {

  private static final int DESCRIPTION_MAX = 300;

  /// Longer texts, and those that come with more secrets, are not worth the search.
  private static final int TEXT_MAX = 2_000;

  private static final int BROUGHT_MAX = 32;

  /// RFC 9635 §3.6.
  private static final Set<String> CODES =
      Set.of(
          "invalid_request",
          "invalid_client",
          "invalid_interaction",
          "invalid_flag",
          "invalid_rotation",
          "key_rotation_not_supported",
          "invalid_continuation",
          "user_denied",
          "request_denied",
          "unknown_user",
          "unknown_interaction",
          "too_fast",
          "too_many_attempts");

  private static final Pattern CODE = Pattern.compile("[A-Za-z0-9_.-]{1,64}");
  private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Z}]+");

  ErrorReader {
    secrets = List.copyOf(secrets);
  }

  /// @param body null where it is not JSON
  ErrorReply read(int status, @Nullable JsonNode body, @Nullable Duration retryAfter) {
    var isFromServer = isGnap(JsonTree.member(body, "error"));
    if (status / 100 == 3) {
      var description =
          ("%s answered %d and points elsewhere, where no signed request is sent; give the"
                  + " address that it moved to.")
              .formatted(host, status);
      var error = new GrantError("unexpected_redirect", description, status);
      return new ErrorReply(error, status, retryAfter, isFromServer);
    }
    var unquotable = unquotable(body);
    var code = harmless(code(body), unquotable);
    var said = description(body);
    var description = harmless(said, unquotable);
    var error =
        new GrantError(
            code == null ? codeOf(status) : code,
            description == null ? untold(status, said) : printable(description),
            status);
    return new ErrorReply(error, status, retryAfter, isFromServer);
  }

  /// What must not be repeated; null where it is not worth the search.
  private @Nullable List<Secret> unquotable(@Nullable JsonNode body) {
    var brought = Echo.broughtBy(body);
    return brought.size() > BROUGHT_MAX
        ? null
        : Stream.concat(secrets.stream(), brought.stream()).toList();
  }

  /// Of a text that is dropped one phrase remains, because it decides.
  private String untold(int status, @Nullable String said) {
    var head = said == null ? "" : said.substring(0, Math.min(said.length(), TEXT_MAX));
    return head.toLowerCase(Locale.ROOT).contains(GrantError.UNKNOWN_TOKEN)
        ? "%s answered %d: %s.".formatted(host, status, GrantError.UNKNOWN_TOKEN)
        : unexplained(status);
  }

  /// An answer that is not what RFC 9635 says.
  GrantError invalidAnswer(int status, String fault) {
    return new GrantError(
        GrantError.INVALID_ANSWER,
        "%s answered %d, %s; ask its operator.".formatted(host, status, fault),
        status);
  }

  /// An answer that leads elsewhere.
  ///
  /// @param body may bring secrets of its own
  /// @param mayLeaveToken whether what came with it cannot be undone for certain
  GrantError foreign(
      int status, @Nullable JsonNode body, Issuer.Foreign foreign, boolean mayLeaveToken) {
    var where = harmless(foreign.host(), unquotable(body));
    var description =
        "%s answered %d with a %s %s: nothing was sent there. If the two belong together, grantflow.gnap.further-origins may say so.%s"
            .formatted(
                host,
                status,
                foreign.member(),
                where == null
                    ? "that is no address of its own"
                    : "at %s, which is another server".formatted(where),
                mayLeaveToken
                    ? " A token that it issued cannot be revoked for certain and may live on until"
                        + " it expires."
                    : "");
    return new GrantError(GrantError.FOREIGN_URI, description, status);
  }

  private static @Nullable String code(@Nullable JsonNode body) {
    var error = JsonTree.member(body, "error");
    var code =
        error != null && error.isString() ? error.getStringValue() : JsonTree.string(error, "code");
    return code == null || !CODE.matcher(code).matches() || OwnCode.is(code) ? null : code;
  }

  /// Whether it is an error of GNAP, in full or in short. Others than authorization servers write
  /// an `error` too, `Not Found` for one.
  private static boolean isGnap(@Nullable JsonNode error) {
    return error != null
        && (error.isObject() || (error.isString() && CODES.contains(error.getStringValue())));
  }

  private static @Nullable String description(@Nullable JsonNode body) {
    var error = JsonTree.member(body, "error");
    if (error == null || !error.isString()) {
      return JsonTree.string(error, "description");
    }
    // A string is the code; some servers write a sentence there.
    return CODE.matcher(error.getStringValue()).matches()
        ? JsonTree.string(body, "error_description")
        : error.getStringValue();
  }

  private static @Nullable String harmless(
      @Nullable String text, @Nullable List<Secret> unquotable) {
    return text == null
            || unquotable == null
            || text.length() > TEXT_MAX
            || printable(text).isEmpty()
            || Echo.repeats(text, unquotable)
        ? null
        : text;
  }

  private static String printable(String text) {
    var line = UNPRINTABLE.matcher(text).replaceAll(" ").strip();
    return line.codePointCount(0, line.length()) <= DESCRIPTION_MAX
        ? line
        : line.substring(0, line.offsetByCodePoints(0, DESCRIPTION_MAX - 1)) + "…";
  }

  private String unexplained(int status) {
    return "%s answered %d without saying why.".formatted(host, status);
  }

  private static String codeOf(int status) {
    return switch (status) {
      case 400 -> "invalid_request";
      case 401 -> "invalid_client";
      default -> "http_" + status;
    };
  }
}
