package dev.grantflow.egress;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.grantflow.egress.Exchange.NotSent;
import dev.grantflow.egress.Exchange.Reply;
import dev.grantflow.egress.PlatformDocuments.Answer.Document;
import dev.grantflow.egress.PlatformDocuments.Answer.Nothing;
import dev.grantflow.sandbox.services.Authority;
import dev.grantflow.sandbox.services.Authority.ServerCertificate;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ServerSocketFactory;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Which authorization servers are believed to be who they say they are.
@Timeout(60)
class CertificatesTest {

  private static final String NOT_SENT = "%s:%d: TLS handshake failed";

  @TempDir static Path folder;

  @SuppressWarnings("NullAway.Init")
  private static Authority authority;

  @SuppressWarnings("NullAway.Init")
  private static ServerCertificate certificate;

  @BeforeAll
  static void make() throws Exception {
    authority = Authority.make(Files.createDirectory(folder.resolve("private")), "Private CA");
    certificate = authority.issue("as.example");
  }

  private static DestinationSettings trusting(@Nullable Path file) {
    return new DestinationSettings(List.of("any"), null, null, file);
  }

  private static Exchange send(RawServer server, String host, @Nullable Path trusted) {
    try (var egress =
        new HttpEgress(
            Calls.LOCAL,
            trusting(trusted),
            _ -> new InetAddress[] {InetAddress.getLoopbackAddress()})) {
      return egress.send(Calls.get("https://" + host + ":" + server.port() + "/grant"));
    }
  }

  private static RawServer showing(ServerCertificate shown) throws Exception {
    return new RawServer(
        sockets(shown),
        out -> out.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok".getBytes(US_ASCII)));
  }

  static ServerSocketFactory sockets(ServerCertificate shown) throws Exception {
    var keys = KeyStore.getInstance("PKCS12");
    keys.load(null, null);
    try (InputStream in = Files.newInputStream(shown.chain())) {
      var chain = CertificateFactory.getInstance("X.509").generateCertificates(in);
      keys.setKeyEntry("server", key(shown.key()), new char[0], chain.toArray(Certificate[]::new));
    }
    var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, new char[0]);
    var context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    return context.getServerSocketFactory();
  }

  private static PrivateKey key(Path pem) throws Exception {
    var base64 = Files.readString(pem).replaceAll("-----[A-Z ]+-----", "").replaceAll("\\s", "");
    return KeyFactory.getInstance("RSA")
        .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(base64)));
  }

  @Test
  void a_server_of_a_private_authority_is_called_where_the_trust_file_has_that() throws Exception {
    try (var server = showing(certificate)) {
      assertThat(send(server, "as.example", authority.pem())).isInstanceOf(Reply.class);
    }
  }

  @Test
  void a_server_of_a_private_authority_gets_nothing_otherwise() throws Exception {
    try (var server = showing(certificate)) {
      assertThat(send(server, "as.example", null))
          .isEqualTo(new NotSent(NOT_SENT.formatted("as.example", server.port())));
      assertThat(server.unseenRequests()).isZero();
    }
  }

  @Test
  void a_trusted_authority_s_certificate_for_another_name_is_not_enough() throws Exception {
    try (var server = showing(certificate)) {
      for (var host : List.of("other.example", "as.example.evil.example", "127.0.0.1")) {
        assertThat(send(server, host, authority.pem()))
            .isEqualTo(new NotSent(NOT_SENT.formatted(host, server.port())));
      }
      assertThat(server.unseenRequests()).isZero();
    }
  }

  @Test
  void an_expired_certificate_is_not_enough() throws Exception {
    var expired = authority.issue("old.example", "-startdate", "-10d", "-validity", "5");
    try (var server = showing(expired)) {
      assertThat(send(server, "old.example", authority.pem()))
          .isEqualTo(new NotSent(NOT_SENT.formatted("old.example", server.port())));
      assertThat(server.unseenRequests()).isZero();
    }
  }

  @Test
  void a_self_signed_certificate_is_not_enough() throws Exception {
    var self = Authority.make(Files.createDirectory(folder.resolve("self")), "as.example");
    try (var server = showing(self.issue("as.example"))) {
      assertThat(send(server, "as.example", authority.pem()))
          .isEqualTo(new NotSent(NOT_SENT.formatted("as.example", server.port())));
    }
  }

  @Test
  void the_platforms_own_documents_are_read_by_the_same_trust() throws Exception {
    try (var server = showing(authority.issue("localhost"))) {
      var uri = URI.create("https://localhost:%d/keys".formatted(server.port()));

      assertThat(new PlatformDocuments(trusting(authority.pem())).read(uri))
          .isEqualTo(new Document("ok"));
      assertThat(new PlatformDocuments(trusting(null)).read(uri))
          .isEqualTo(new Nothing("cannot be read (SSLHandshakeException)"));
    }
  }

  @Test
  void the_trust_file_adds_to_what_the_jdk_trusts() {
    assertThat(TrustedServers.issuers(authority.pem()))
        .hasSize(TrustedServers.issuers(null).size() + 1)
        .containsAll(TrustedServers.issuers(null));
  }

  @Test
  void nothing_older_than_tls_1_2_is_offered() throws Exception {
    try (var listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var hello = CompletableFuture.supplyAsync(() -> firstRecord(listener));
      try (var egress =
          new HttpEgress(
              Calls.LOCAL,
              trusting(null),
              _ -> new InetAddress[] {InetAddress.getLoopbackAddress()})) {
        assertThat(egress.send(Calls.get("https://as.example:" + listener.getLocalPort() + "/")))
            .isInstanceOf(NotSent.class);
      }

      assertThat(versions(ByteBuffer.wrap(hello.get(10, TimeUnit.SECONDS))))
          .containsExactlyInAnyOrder(0x0304, 0x0303);
    }
  }

  private static byte[] firstRecord(ServerSocket listener) {
    try (var socket = listener.accept()) {
      var in = new DataInputStream(socket.getInputStream());
      assertThat(in.readUnsignedByte()).as("a handshake").isEqualTo(22);
      in.readUnsignedShort();
      return in.readNBytes(in.readUnsignedShort());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /// Of a ClientHello (RFC 8446 §4.1.2, §4.2.1).
  private static List<Integer> versions(ByteBuffer hello) {
    hello.position(4 + 2 + 32);
    skip(hello, hello.get() & 0xff);
    skip(hello, hello.getShort() & 0xffff);
    skip(hello, hello.get() & 0xff);
    hello.getShort();
    var versions = new ArrayList<Integer>();
    while (hello.hasRemaining()) {
      var type = hello.getShort() & 0xffff;
      var extension = new byte[hello.getShort() & 0xffff];
      hello.get(extension);
      var content = ByteBuffer.wrap(extension);
      if (type == 43) {
        content.get();
        while (content.hasRemaining()) {
          versions.add(content.getShort() & 0xffff);
        }
      }
    }
    return versions;
  }

  private static void skip(ByteBuffer buffer, int count) {
    buffer.position(buffer.position() + count);
  }
}
