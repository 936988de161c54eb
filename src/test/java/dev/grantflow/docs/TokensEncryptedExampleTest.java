package dev.grantflow.docs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDHEncrypter;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.util.JSONObjectUtils;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The program of `docs/examples/tokens-encrypted.md` is run as a reader would run it.
class TokensEncryptedExampleTest {

  private static final Pattern PROGRAM =
      Pattern.compile("^```java\\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);
  private static final String TOKEN = "{\"access\":[],\"value\":\"t0p-s3cret\"}";

  @TempDir Path folder;

  @SuppressWarnings("NullAway.Init")
  private ECKey key;

  @BeforeEach
  void write() throws Exception {
    var page = Files.readString(Path.of("docs/examples/tokens-encrypted.md"));
    var program = PROGRAM.matcher(page);
    assertThat(program.find()).isTrue();
    Files.writeString(folder.resolve("ReadToken.java"), program.group(1));
    key = new ECKeyGenerator(Curve.P_256).keyID("ledger-2026").generate();
    Files.writeString(folder.resolve("private.jwk"), key.toJSONString());
    var data = Map.of("grantId", "order-1001", "access_token_jwe", sealed());
    Files.writeString(folder.resolve("data.json"), JSONObjectUtils.toJSONString(Map.copyOf(data)));
  }

  @Test
  void it_prints_the_token() throws Exception {
    assertThat(run("GrantFinalized", "order-1001:4")).isEqualTo(TOKEN);
  }

  @Test
  void it_is_not_deceived_by_a_token_of_another_event() throws Exception {
    assertThat(run("GrantFinalized", "order-1001:5"))
        .contains("this token was not made for this event")
        .doesNotContain("t0p-s3cret");
  }

  private String sealed() throws Exception {
    var header =
        new JWEHeader.Builder(JWEAlgorithm.ECDH_ES, EncryptionMethod.A256GCM)
            .keyID("ledger-2026")
            .contentType("json")
            .customParam("grantId", "order-1001")
            .customParam("event", "GrantFinalized")
            .customParam("eventId", "order-1001:4")
            .customParam("member", "access_token")
            .build();
    var jwe = new JWEObject(header, new Payload(TOKEN));
    jwe.encrypt(new ECDHEncrypter(key));
    return jwe.serialize();
  }

  private String run(String type, String id) throws IOException, InterruptedException {
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var process =
        new ProcessBuilder(
                java,
                "-cp",
                System.getProperty("java.class.path"),
                "ReadToken.java",
                "private.jwk",
                type,
                id,
                "data.json")
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .start();
    var said = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return said;
  }
}
