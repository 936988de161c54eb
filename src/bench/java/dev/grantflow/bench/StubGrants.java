package dev.grantflow.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/// What the [Stub] says to whoever asks. It remembers interactions only, until they are continued.
final class StubGrants {

  static final String CONTINUE = "/continue/";
  static final String INTERACT = "/interact/";

  private static final ObjectMapper JSON = new ObjectMapper();

  private final CallsAtOnce calls = new CallsAtOnce();
  private final AtomicLong count = new AtomicLong();
  private final Map<String, Finish> finishes = new ConcurrentHashMap<>();

  private record Finish(String uri, String nonce) {}

  CallsAtOnce calls() {
    return calls;
  }

  String requested(String base, String body) {
    var id = Long.toString(count.incrementAndGet());
    if (!body.contains("\"interact\"")) {
      return granted(base, id);
    }
    finishes.put(id, finish(body));
    return """
    {"interact":{"redirect":"%1$sinteract/%2$s","finish":"nonce-%2$s"},\
    "continue":{"access_token":{"value":"continue-%2$s"},"uri":"%1$scontinue/%2$s","wait":0}}\
    """
        .formatted(base, id);
  }

  String continued(String base, String path) {
    var id = path.substring(CONTINUE.length());
    finishes.remove(id);
    return granted(base, id);
  }

  /// Where the browser goes on.
  String consented(String base, String path) {
    var id = path.substring(INTERACT.length());
    var finish = Objects.requireNonNull(finishes.get(id), "no such interaction");
    return "%s?hash=%s&interact_ref=ref-%s".formatted(finish.uri(), hash(finish, id, base), id);
  }

  /// As the reference server writes it.
  private static String granted(String base, String id) {
    return """
    {"access_token":{"value":"token-%2$s-0123456789abcdef","manage":"%1$stoken/%2$s",\
    "expires_in":86400,"access":[{"type":"incoming-payment","actions":["create","read"],\
    "identifier":"%1$sbob"}]},\
    "continue":{"access_token":{"value":"continue-%2$s"},"uri":"%1$scontinue/%2$s"}}\
    """
        .formatted(base, id);
  }

  private static Finish finish(String body) {
    try {
      var finish = JSON.readTree(body).path("interact").path("finish");
      return new Finish(finish.path("uri").asText(), finish.path("nonce").asText());
    } catch (JsonProcessingException failure) {
      throw new IllegalArgumentException(failure);
    }
  }

  /// RFC 9635 §4.2.3; the base is the grant endpoint.
  private static String hash(Finish finish, String id, String base) {
    var joined = String.join("\n", finish.nonce(), "nonce-" + id, "ref-" + id, base);
    try {
      var digest = MessageDigest.getInstance("SHA-256").digest(joined.getBytes(US_ASCII));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
    } catch (NoSuchAlgorithmException failure) {
      throw new IllegalStateException(failure);
    }
  }
}
