package dev.grantflow.egress;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.grantflow.egress.Exchange.NotSent;
import dev.grantflow.egress.Exchange.Reply;
import dev.grantflow.egress.Exchange.Unanswered;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ServerSocketFactory;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// With a certificate for `as.example` that is made for the test and trusted in the JDK's way.
@Timeout(30)
class HttpEgressTlsTest {

  private static final String TRUST_STORE = "javax.net.ssl.trustStore";
  private static final String TRUST_STORE_PASSWORD = "javax.net.ssl.trustStorePassword";

  @TempDir Path folder;

  @BeforeEach
  void trust_the_certificate() throws Exception {
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "as",
                "-keyalg",
                "EC",
                "-dname",
                "CN=as.example",
                "-ext",
                "san=dns:as.example",
                "-storepass",
                "changeit",
                "-keystore",
                store().toString())
            .redirectErrorStream(true)
            .start();
    assertThat(keytool.waitFor(20, TimeUnit.SECONDS)).isTrue();
    System.setProperty(TRUST_STORE, store().toString());
    System.setProperty(TRUST_STORE_PASSWORD, "changeit");
  }

  @AfterEach
  void trust_as_before() {
    System.clearProperty(TRUST_STORE);
    System.clearProperty(TRUST_STORE_PASSWORD);
  }

  private Path store() {
    return folder.resolve("as.p12");
  }

  private static ServerSocketFactory sockets(Path store) throws Exception {
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, "changeit".toCharArray());
    }
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, "changeit".toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    return context.getServerSocketFactory();
  }

  static Exchange send(RawServer server, String host) {
    try (HttpEgress egress =
        new HttpEgress(
            Calls.LOCAL,
            Destinations.ANYWHERE,
            name -> new InetAddress[] {InetAddress.getLoopbackAddress()})) {
      return egress.send(Calls.get("https://" + host + ":" + server.port() + "/grant"));
    }
  }

  private RawServer server() throws Exception {
    return server(store());
  }

  static RawServer server(Path store) throws Exception {
    return new RawServer(
        sockets(store),
        out -> out.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok".getBytes(US_ASCII)));
  }

  @Test
  void a_trusted_server_of_the_right_name_is_called() throws Exception {
    try (RawServer server = server()) {

      Exchange exchange = send(server, "as.example");

      assertThat(exchange)
          .isInstanceOfSatisfying(
              Reply.class, reply -> assertThat(reply.body()).asString(US_ASCII).isEqualTo("ok"));
      assertThat(server.nextRequest())
          .isEqualTo("GET /grant HTTP/1.1\r\nHost: as.example:" + server.port() + "\r\n\r\n");
    }
  }

  @Test
  void a_server_of_another_name_gets_nothing() throws Exception {
    try (RawServer server = server()) {

      Exchange exchange = send(server, "other.example");

      assertThat(exchange)
          .isEqualTo(new NotSent("other.example:" + server.port() + ": TLS handshake failed"));
      assertThat(server.unseenRequests()).isZero();
    }
  }

  @Test
  void an_untrusted_server_gets_nothing() throws Exception {
    try (RawServer server = server()) {
      trust_as_before();

      Exchange exchange = send(server, "as.example");

      assertThat(exchange)
          .isEqualTo(new NotSent("as.example:" + server.port() + ": TLS handshake failed"));
    }
  }

  /// In a JVM that would speak TLS 1.1, as one does whose administrator let it for others' sake.
  @Test
  @Timeout(90)
  void a_server_that_speaks_no_tls_1_2_gets_nothing() throws Exception {
    Path security = Files.writeString(folder.resolve("security"), "jdk.tls.disabledAlgorithms=\n");
    Path said = folder.resolve("said");

    Process old =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Djava.security.properties=" + security,
                "-Djdk.tls.server.protocols=TLSv1.1",
                "-D" + TRUST_STORE + "=" + store(),
                "-D" + TRUST_STORE_PASSWORD + "=changeit",
                "-cp",
                System.getProperty("java.class.path"),
                OldTls.class.getName(),
                store().toString())
            .redirectErrorStream(true)
            .redirectOutput(said.toFile())
            .start();

    try {
      assertThat(old.waitFor(60, TimeUnit.SECONDS)).isTrue();
    } finally {
      old.destroyForcibly();
    }
    assertThat(Files.readString(said))
        .contains("the JDK: TLSv1.1")
        .containsPattern("the egress: NotSent\\[why=as\\.example:\\d+: TLS handshake failed]");
  }

  @Test
  void a_server_that_falls_silent_within_its_answer_is_given_up_at_the_deadline() throws Exception {
    var over = new CountDownLatch(1);
    try (var server =
            new RawServer(
                sockets(store()),
                out -> {
                  out.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\no".getBytes(US_ASCII));
                  out.flush();
                  awaitThat(over);
                });
        var egress =
            new HttpEgress(
                Calls.LOCAL_AND_HASTY,
                Destinations.ANYWHERE,
                _ -> new InetAddress[] {InetAddress.getLoopbackAddress()})) {
      var exchange = egress.send(Calls.get("https://as.example:" + server.port() + "/grant"));

      assertThat(exchange)
          .isEqualTo(
              new Unanswered("as.example:" + server.port() + ": no complete answer within 400 ms"));
    } finally {
      over.countDown();
    }
  }

  private static void awaitThat(CountDownLatch over) throws IOException {
    try {
      over.await();
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }
}
