package dev.grantflow.canary;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.crypto.ECDHDecrypter;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import dev.grantflow.sandbox.SandboxKey;
import dev.grantflow.sandbox.SandboxKeyset;
import dev.grantflow.sandbox.authserver.SandboxAuthorizationServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The files that an operator gives the service: a keyset, two keys of `shop`, of which the second
/// signs, two of `vault`, of which the second is to come, one of `safe`, and the public key of the
/// recipient of its tokens.
final class GivenFiles {

  private static final Pattern KEYSET_VALUE = Pattern.compile("(\"value\"\\s*:\\s*\")([^\"]+)");
  private static final int KEY_BYTES = 32;

  private final Path folder;
  private final Path keyset;
  private final Path recipients;
  private final ECKey recipient;
  private final List<SandboxKey> keys;
  private final List<Canary> secrets = new ArrayList<>();

  GivenFiles() throws IOException {
    folder = Files.createTempDirectory("grantflow-canary");
    keyset = SandboxKeyset.make(folder);
    SandboxKeyset.run("add", keyset.toString());
    recipient = recipientKey();
    recipients =
        Files.writeString(folder.resolve("recipients.json"), new JWKSet(recipient).toString(true));
    recipients.toFile().deleteOnExit();
    folder.toFile().deleteOnExit();
    keys =
        Stream.of("shop", "shop-next", "vault", "vault-next", "safe")
            .map(name -> SandboxKey.make(name + "-key", folder))
            .toList();
    collect();
  }

  /// As they were before they were [#spoil]ed.
  Stream<Canary> secrets() {
    return secrets.stream();
  }

  /// Tells the server the keys.
  Map<String, Object> properties(SandboxAuthorizationServer server, List<URI> returnUris) {
    var properties = new LinkedHashMap<String, Object>();
    properties.put(SandboxKeyset.PROPERTY, keyset);
    properties.put("grantflow.encryption.reload", "1s");
    properties.put("grantflow.keys.reload-interval", "500ms");
    properties.put("grantflow.tokens.recipient-keys-refresh", "1s");
    properties.put("grantflow.default-client", "shop");
    var now = Instant.now();
    for (var key : keys) {
      var name = key.keyId().replaceFirst("-.*", "");
      server.publishKey(name, key.keyId(), key.publicKey());
      var client = "grantflow.clients." + name + ".";
      var isNext = key.keyId().contains("next");
      var block = client + (isNext ? "keys.next." : "");
      properties.put(client + "wallet-address", server.walletAddress(name));
      properties.put(client + "return-uris", returnUris);
      properties.put(block + "key-id", key.keyId());
      properties.put(block + "key-file", key.file());
      if (isNext) {
        var days = name.equals("shop") ? -1 : 1;
        properties.put(block + "active-from", now.plus(Duration.ofDays(days)).toString());
      }
    }
    properties.put("grantflow.clients.vault.token-delivery", "REFERENCE");
    properties.put("grantflow.clients.safe.token-delivery", "ENCRYPTED");
    properties.put("grantflow.clients.safe.token-recipient-jwks-file", recipients);
    return properties;
  }

  /// As an operator would by mistake: the secrets are still in them, and they are of no use.
  void spoil() {
    try {
      for (var key : keys) {
        Files.writeString(
            key.file(), Files.readString(key.file()).replace("PRIVATE KEY", "EC PRIVATE KEY"));
      }
      Files.writeString(
          keyset, KEYSET_VALUE.matcher(Files.readString(keyset)).replaceAll("$1AAAA$2"));
      Files.writeString(recipients, new JWKSet(recipient).toString(false));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// As the recipient does.
  String decrypted(String jwe) {
    try {
      var parsed = JWEObject.parse(jwe);
      parsed.decrypt(new ECDHDecrypter(recipient));
      return parsed.getPayload().toString();
    } catch (ParseException | JOSEException e) {
      throw new IllegalStateException("not for the recipient", e);
    }
  }

  private void collect() throws IOException {
    for (var key : keys) {
      var pem = Files.readString(key.file());
      var pkcs8 = Base64.getMimeDecoder().decode(pem.replaceAll("-----[A-Z ]+-----", ""));
      secrets.add(Canary.of("private key", end(pkcs8)));
      secrets.add(Canary.of("private key file", pkcs8));
    }
    KEYSET_VALUE
        .matcher(Files.readString(keyset))
        .results()
        .map(value -> Base64.getDecoder().decode(value.group(2)))
        .forEach(key -> secrets.add(Canary.of("keyset key", end(key))));
    secrets.add(Canary.of("recipient key", recipient.getD().decode()));
  }

  private static byte[] end(byte[] encoded) {
    return Arrays.copyOfRange(encoded, encoded.length - KEY_BYTES, encoded.length);
  }

  private static ECKey recipientKey() {
    try {
      return new ECKeyGenerator(Curve.P_256).keyID("safe-1").keyUse(KeyUse.ENCRYPTION).generate();
    } catch (JOSEException e) {
      throw new IllegalStateException("this JDK has no P-256", e);
    }
  }
}
