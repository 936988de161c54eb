package dev.grantflow.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.grantflow.settings.ShownUri;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Each mistake stops the start and is told by name, fault and remedy.
class InvalidClientTest {

  private static final String REMEDY =
      ". An unencrypted Ed25519 private key as PKCS#8 PEM is needed, as Open Payments wallets hand"
          + " it out.";
  private static final String WANTED =
      "; an Ed25519 private key in PKCS#8 PEM form is needed (-----BEGIN PRIVATE KEY-----)";

  @TempDir Path folder;

  static Stream<Arguments> keyFiles() {
    var ed25519 = KeyFiles.pair("Ed25519");
    return Stream.of(
        fault(files -> files.folder().resolve("none.pem"), "does not exist"),
        fault(KeyFiles::folder, "is not a file"),
        fault(files -> files.text("long.pem", "x".repeat(16 * 1024 + 1)), "is too long"),
        fault(files -> files.text("empty.pem", ""), useless("this is not a PEM file" + WANTED)),
        fault(
            files -> files.text("binary.der", "0.\u00020\u0005\u0006\u0003+ep\u00ff\u0000"),
            useless("this is not a PEM file" + WANTED)),
        fault(
            files -> files.pem("encrypted.pem", "ENCRYPTED PRIVATE KEY", ed25519.getPrivate()),
            useless("the private key is encrypted, and there is no passphrase" + WANTED)),
        fault(
            files -> files.pem("rsa.pem", "PRIVATE KEY", KeyFiles.pair("RSA").getPrivate()),
            useless("this is an RSA key instead of an Ed25519 key" + WANTED)),
        fault(
            files -> files.pem("ec.pem", "PRIVATE KEY", KeyFiles.pair("EC").getPrivate()),
            useless("this is an elliptic curve key instead of an Ed25519 key" + WANTED)),
        fault(
            files -> files.pem("public.pem", "PUBLIC KEY", ed25519.getPublic()),
            useless("this is a public key, not the private one" + WANTED)));
  }

  private static Arguments fault(Function<KeyFiles, Path> file, String fault) {
    return Arguments.of(file, fault);
  }

  private static String useless(String fault) {
    return "is of no use: " + fault;
  }

  @ParameterizedTest
  @MethodSource("keyFiles")
  void a_key_file_of_no_use(Function<KeyFiles, Path> file, String fault) {
    var path = file.apply(new KeyFiles(folder));

    assertThatThrownBy(new Configured().with("shop", path)::start)
        .rootCause()
        .isInstanceOf(InvalidClientException.class)
        .hasMessage("grantflow.clients.shop.key-file: %s %s%s".formatted(path, fault, REMEDY));
  }

  @Test
  void a_key_file_that_may_not_be_read() throws IOException {
    var path = new KeyFiles(folder).fresh("closed.pem");
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("---------"));
    assumeFalse(Files.isReadable(path), "root may read everything");

    assertThatThrownBy(new Configured().with("shop", path)::start)
        .rootCause()
        .hasMessage(
            "grantflow.clients.shop.key-file: %s may not be read by this process%s"
                .formatted(path, REMEDY));
  }

  @Test
  void nothing_of_a_damaged_key_is_told() throws IOException {
    var files = new KeyFiles(folder);
    var lines = Files.readAllLines(files.fresh("whole.pem"));
    var body = lines.get(1);
    var path = files.text("cut.pem", lines.get(0) + "\n" + body.substring(8) + "\n" + lines.get(2));

    var thrown = catchThrowable(new Configured().with("shop", path)::start);

    assertThat(thrown).rootCause().hasMessageContaining("damaged or cut off");
    assertThat(thrown).hasStackTraceContaining("key-file");
    assertThat(thrown.toString()).doesNotContain(body.substring(20, 40));
    assertThat(thrown)
        .rootCause()
        .satisfies(cause -> assertThat(cause.getMessage()).doesNotContain(body.substring(20, 40)));
  }

  @Test
  void a_byte_order_mark_does_no_harm() throws IOException {
    var files = new KeyFiles(folder);
    var pem = Files.readString(files.fresh("plain.pem"));

    var clients = new Configured().with("shop", files.text("marked.pem", "\ufeff" + pem)).start();

    assertThat(clients.find(null)).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ftp://wallet.example/shop",
        "wallet.example/shop",
        "https:shop",
        "https:///shop",
        "https://wallet.example/shop?x=1",
        "https://wallet.example/shop#x",
        "https://shop@wallet.example/shop"
      })
  void a_wallet_address_that_is_none(String address) {
    var configured = configured().with("shop", "wallet-address", address);

    assertThatThrownBy(configured::start)
        .rootCause()
        .hasMessage(
            "grantflow.clients.shop.wallet-address: %s is not an absolute http or https URI without"
                    .formatted(ShownUri.of(address))
                + " user information, query and fragment, such as https://wallet.example/shop");
  }

  @ParameterizedTest
  @ValueSource(strings = {"https://wallet.example/shop/", "https://wallet.example/"})
  void a_wallet_address_with_a_slash_at_its_end(String address) {
    var configured = configured().with("shop", "wallet-address", address);

    assertThatThrownBy(configured::start)
        .rootCause()
        .hasMessage(
            ("grantflow.clients.shop.wallet-address: %s ends with a slash, with which authorization"
                    + " servers look for its keys at //jwks.json: leave the slash out")
                .formatted(address));
  }

  @Test
  void a_client_that_does_not_name_itself_and_wants_interaction() {
    var configured =
        configured()
            .with("shop", "client-field", "JWK")
            .with("shop", "return-uris", "https://shop.example/return");

    assertThatThrownBy(configured::start)
        .rootCause()
        .hasMessage(
            "grantflow.clients.shop.return-uris: with client-field JWK there are no interactive"
                + " grants: leave return-uris out, or use another client-field");
  }

  @ParameterizedTest
  @ValueSource(strings = {"two words", "quo\"te", "back\\slash", "\u00e9"})
  void a_key_id_that_no_signature_can_carry(String keyId) {
    var configured = configured().with("shop", "key-id", keyId);

    assertThatThrownBy(configured::start)
        .rootCause()
        .hasMessage(
            "grantflow.clients.shop.key-id: it must be 1 to 200 printable ASCII characters without"
                + " space, quote and backslash, as the kid in the wallet address's jwks.json");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "shop.example",
        "/return",
        "ftp://shop.example/return",
        "https:return",
        "https://*.shop.example/return",
        "https://shop.example/return?x=1",
        "https://shop.example/return#x",
        "https://shop@shop.example/return",
        "https://shop.example/a/../return",
        "https://shop.example/%2e%2e/return",
        "https://shop.example/a b"
      })
  void a_return_uri_of_no_use(String uri) {
    var configured = configured().with("shop", "return-uris", uri);

    assertThatThrownBy(configured::start)
        .rootCause()
        .hasMessage(
            ("grantflow.clients.shop.return-uris: %s: an absolute http or https URI without"
                    + " wildcards, user information, query, fragment and dot segments is needed,"
                    + " such as https://shop.example/return")
                .formatted(ShownUri.of(uri)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"wallet-address", "return-uris", "servers", "keys.next.servers"})
  void what_gives_access_beside_an_address_is_not_told(String property) {
    var configured =
        configured().with("shop", property, "https://shop:s3cret@wallet.example/shop?key=s3cret");

    assertThat(catchThrowable(configured::start))
        .rootCause()
        .hasMessageContaining("grantflow.clients.shop.%s: ".formatted(property))
        .hasMessageContaining("https://wallet.example/shop")
        .hasMessageNotContaining("s3cret");
  }

  private Configured configured() {
    return new Configured().with("shop", new KeyFiles(folder).fresh("shop.pem"));
  }
}
