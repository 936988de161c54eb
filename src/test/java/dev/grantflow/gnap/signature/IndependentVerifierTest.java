package dev.grantflow.gnap.signature;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The verifier that the reference authorization server uses, on what we sign. Skipped where there
/// is no Node.js, or no way to the npm registry.
class IndependentVerifierTest {

  private static final String LIBRARY = "@interledger/http-signature-utils";
  private static final String VERSION = "2.0.3";
  private static final Path FOLDER = Path.of("target", "http-signature-utils-" + VERSION);
  private static final Pattern NETWORK_FAULT =
      Pattern.compile(
          "ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH"
              + "|ERR_SOCKET_TIMEOUT|network");
  private static final Instant NOW = Instant.parse("2026-02-03T04:05:06Z");

  private record Result(int exit, String output) {}

  private static Result run(String input, String... command) throws Exception {
    Path output = Files.createTempFile(Files.createDirectories(FOLDER), "output", ".txt");
    Path source = Files.writeString(Files.createTempFile(FOLDER, "input", ".txt"), input);
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectInput(source.toFile())
              .redirectOutput(output.toFile())
              .start();
      if (!process.waitFor(60, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        return new Result(-1, "ETIMEDOUT: no end within 60 s");
      }
      return new Result(process.exitValue(), Files.readString(output));
    } catch (IOException e) {
      return abort(command[0] + " is not installed");
    } finally {
      Files.delete(output);
      Files.delete(source);
    }
  }

  private static void install() throws Exception {
    run("", "node", "--version");
    if (Files.exists(FOLDER.resolve("node_modules/" + LIBRARY + "/package.json"))) {
      return;
    }
    Result result =
        run(
            "",
            "npm",
            "install",
            "--prefix=" + FOLDER,
            "--no-save",
            "--no-audit",
            "--no-fund",
            "--ignore-scripts",
            "--fetch-retries=1",
            LIBRARY + "@" + VERSION);
    assumeTrue(
        result.exit() == 0 || !NETWORK_FAULT.matcher(result.output()).find(),
        () -> "the npm registry cannot be reached: " + result.output());
    assertThat(result.exit()).as(result.output()).isZero();
  }

  private static Map<String, Object> signed(
      SigningKey key, SignatureProfile profile, UnsignedRequest request, String body) {
    Map<String, String> headers =
        new RequestSigner(key, profile)
            .sign(request, NOW, "n0nce").byName().entrySet().stream()
                .collect(
                    Collectors.toMap(
                        header -> header.getKey().toLowerCase(Locale.ROOT), Map.Entry::getValue));
    return Map.of(
        "method", request.method(), "url", request.targetUri(), "headers", headers, "body", body);
  }

  @Test
  @Timeout(180)
  void the_reference_servers_verifier_accepts_our_requests_and_no_others() throws Exception {
    install();
    SigningKey key = Keys.fresh("kid-1");
    String json = "{\"interact_ref\":\"\u00e9\u20ac\"}";
    Content content = Content.json(json.getBytes(UTF_8));
    URI uri = URI.create("https://as.example/continue/1?a=%2F");
    UnsignedRequest request =
        new UnsignedRequest("POST", URI.create("https://as.example"), null, content);
    UnsignedRequest continuation = new UnsignedRequest("POST", uri, "GNAP t", content);
    UnsignedRequest cancellation = new UnsignedRequest("DELETE", uri, "GNAP t", null);
    SignatureProfile rfc = SignatureProfile.RFC_9635;
    List<Map<String, Object>> requests =
        List.of(
            signed(key, rfc, request, json),
            signed(key, rfc, continuation, json),
            signed(key, rfc, cancellation, ""),
            signed(key, SignatureProfile.OPEN_PAYMENTS_SDK, continuation, json),
            signed(key, rfc, continuation, json.replace("ref", "fer")),
            signed(Keys.fresh("kid-1"), rfc, cancellation, ""));
    ObjectMapper mapper = new ObjectMapper();

    Result result =
        run(
            mapper.writeValueAsString(Map.of("jwk", key.jwk(), "requests", requests)),
            "node",
            Path.of("src/test/resources/vectors/verify-signed-request.cjs").toString(),
            FOLDER.resolve("node_modules/" + LIBRARY).toAbsolutePath().toString());

    assertThat(result.exit()).as(result.output()).isZero();
    JsonNode verdicts = mapper.readTree(result.output());
    assertThat(verdicts.toString()).isEqualTo("[true,true,true,true,false,false]");
  }
}
