package dev.grantflow.gnap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grantflow.gnap.BoundToken.Binding;
import dev.grantflow.gnap.BoundToken.Right;
import dev.grantflow.gnap.signature.Content;
import dev.grantflow.gnap.signature.InvalidSigningKeyException;
import dev.grantflow.gnap.signature.RequestSigner;
import dev.grantflow.gnap.signature.SignatureProfile;
import dev.grantflow.gnap.signature.SigningKey;
import dev.grantflow.gnap.signature.UnsignedRequest;
import dev.grantflow.grant.AccessToken;
import dev.grantflow.grant.Secret;
import dev.grantflow.sandbox.SandboxKey;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BoundTokenTest {

  private static final Instant CREATED = Instant.parse("2026-03-01T12:00:00Z");

  @TempDir private Path folder;

  @Test
  void knows_what_was_granted_and_leaves_out_what_it_cannot_name() {
    var token =
        of(
            """
            {"access":["a-reference",{"actions":["read"]},{"type":"quote","actions":["create",7]},\
            {"type":"outgoing-payment","identifier":"https://w.example/alice",\
            "actions":["create","read"],"limits":{"receiver":"https://w.example/r"}},\
            {"type":"photo"}],"value":"t0p-s3cret"}\
            """);

    assertThat(token.rights())
        .containsExactly(
            new Right("quote", List.of("create"), null),
            new Right("outgoing-payment", List.of("create", "read"), "https://w.example/alice"),
            new Right("photo", List.of(), null));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"value":"t"}                                  | CLIENT_KEY
          {"flags":["durable"],"value":"t"}              | CLIENT_KEY
          {"flags":["bearer"],"value":"t"}               | BEARER
          {"flags":["bearer"],"key":"x","value":"t"}     | BEARER
          {"key":{"proof":"httpsig"},"value":"t"}        | OTHER_KEY
          """)
  void tells_whose_key_it_asks_for(String json, Binding binding) {
    assertThat(of(json).binding()).isEqualTo(binding);
  }

  @Test
  void signs_method_target_token_and_content_and_nothing_that_the_caller_did_not_ask_for()
      throws IOException, InvalidSigningKeyException {
    var token = of("{\"value\":\"t0p-s3cret\"}");
    var request =
        new UnsignedRequest(
            "POST",
            URI.create("https://rs.example/quotes"),
            null,
            Content.digested("application/json", "sha-256=:" + "A".repeat(43) + "=:", 12));

    var headers = token.sign(signer(), request, CREATED, "n0nce").byName();

    assertThat(headers)
        .containsOnlyKeys(
            "Content-Type",
            "Content-Digest",
            "Content-Length",
            "Authorization",
            "Signature-Input",
            "Signature")
        .containsEntry("Authorization", "GNAP t0p-s3cret")
        .containsEntry("Content-Length", "12")
        .containsEntry(
            "Signature-Input",
            "sig1=(\"@method\" \"@target-uri\" \"authorization\" \"content-digest\""
                + " \"content-length\""
                + " \"content-type\");keyid=\"key-1\";created=1772366400;nonce=\"n0nce\";tag=\"gnap\"");
  }

  @Test
  void does_not_print_the_token() throws IOException, InvalidSigningKeyException {
    var token = of("{\"value\":\"t0p-s3cret\"}");
    var request = new UnsignedRequest("GET", URI.create("https://rs.example/quotes/1"), null, null);

    assertThat(token).asString().doesNotContain("t0p-s3cret");
    assertThat(token.sign(signer(), request, CREATED, "n")).asString().doesNotContain("t0p-s3cret");
  }

  private RequestSigner signer() throws IOException, InvalidSigningKeyException {
    var file = SandboxKey.make("key-1", folder).file();
    return new RequestSigner(
        SigningKey.fromPkcs8Pem("key-1", Files.readAllBytes(file)), SignatureProfile.RFC_9635);
  }

  private static BoundToken of(String json) {
    return BoundToken.of(new AccessToken(Secret.of(json), null, Secret.of("t0p-s3cret"), null));
  }
}
