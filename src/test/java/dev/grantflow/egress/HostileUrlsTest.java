package dev.grantflow.egress;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.grantflow.egress.Exchange.NotSent;
import dev.grantflow.egress.Exchange.Refused;
import dev.grantflow.egress.Exchange.Reply;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// URLs as attackers write them into wallet address documents and answers (RFC 9635 §11.34), sent
/// through the real client. A server on this machine counts who connects.
@Timeout(30)
class HostileUrlsTest {

  /// Names that anybody may point anywhere.
  private static final Map<String, List<String>> NAMES =
      Map.ofEntries(
          Map.entry("localhost", List.of("127.0.0.1")),
          Map.entry("localhost.", List.of("127.0.0.1")),
          Map.entry("localhost.localdomain", List.of("127.0.0.1")),
          Map.entry("localhost6", List.of("::1")),
          Map.entry("127.0.0.1.nip.io", List.of("127.0.0.1")),
          Map.entry("10-0-0-1.nip.io", List.of("10.0.0.1")),
          Map.entry("a9fea9fe.nip.io", List.of("169.254.169.254")),
          Map.entry("metadata.google.internal", List.of("169.254.169.254")),
          Map.entry("metadata", List.of("fd20:ce::254")),
          Map.entry("instance-data.ec2.internal", List.of("fd00:ec2::254")),
          Map.entry("kubernetes.default.svc", List.of("10.96.0.1")),
          Map.entry("mixed.example", List.of("93.184.215.14", "127.0.0.1")),
          Map.entry("mixed-first.example", List.of("127.0.0.1", "93.184.215.14")),
          Map.entry("mixed6.example", List.of("2606:4700::1", "::1")),
          Map.entry("translated.example", List.of("64:ff9b::8.8.8.8", "64:ff9b::127.0.0.1")),
          Map.entry("xn--bcher-kva.example", List.of("127.0.0.1")),
          Map.entry("as.example", List.of("127.0.0.1")));

  private final RawServer witness =
      RawServer.answering("HTTP/1.1 200 OK", "Content-Length: 6", "", "secret");

  @AfterEach
  void close() throws IOException {
    witness.close();
  }

  private static InetAddress[] lookUp(String host) throws UnknownHostException {
    var addresses = NAMES.get(host);
    if (addresses != null) {
      return addresses.stream().map(InetAddress::ofLiteral).toArray(InetAddress[]::new);
    }
    if (host.startsWith("[") || host.matches("[0-9.]+")) {
      return InetAddress.getAllByName(host);
    }
    throw new UnknownHostException(host);
  }

  /// As lax as a policy can be towards ports and schemes, so that the address alone decides.
  @ParameterizedTest
  @ValueSource(
      strings = {
        // IPv4, as it should be and as resolvers also read it
        "http://127.0.0.1:PORT/",
        "http://127.0.0.53:PORT/",
        "http://2130706433:PORT/",
        "http://0x7f000001:PORT/",
        "http://0x7f.1:PORT/",
        "http://0x7f.0x0.0x0.0x1:PORT/",
        "http://127.1:PORT/",
        "http://127.0.1:PORT/",
        "http://0177.0.0.1:PORT/",
        "http://0000127.0.0.1:PORT/",
        "http://017700000001:PORT/",
        "http://127.0.0.1.:PORT/",
        "http://0.0.0.0:PORT/",
        "http://0:PORT/",
        "http://10.0.0.1:PORT/",
        "http://169.254.169.254/latest/meta-data/",
        "http://100.100.100.200/latest/meta-data/",
        "http://168.63.129.16/machine?comp=goalstate",
        "http://255.255.255.255:PORT/",
        "http://224.0.0.251:PORT/",
        "http://192.0.2.1:PORT/",
        // IPv6 and what of IPv4 is in it
        "http://[::1]:PORT/",
        "http://[0:0:0:0:0:0:0:1]:PORT/",
        "http://[::]:PORT/",
        "http://[::ffff:127.0.0.1]:PORT/",
        "http://[::ffff:7f00:1]:PORT/",
        "http://[::ffff:8.8.8.8]:PORT/",
        "http://[::127.0.0.1]:PORT/",
        "http://[64:ff9b::7f00:1]:PORT/",
        "http://[64:ff9b::127.0.0.1]:PORT/",
        "http://[64:ff9b::10.0.0.1]:PORT/",
        "http://[64:ff9b::169.254.169.254]/latest/meta-data/",
        "http://[64:ff9b:1::7f00:1]:PORT/",
        "http://[2002:7f00:1::]:PORT/",
        "http://[2001:0:7f00:1::]:PORT/",
        "http://[fe80::1]:PORT/",
        "http://[fe80::1%25lo]:PORT/",
        "http://[::1%251]:PORT/",
        "http://[fd00:ec2::254]/latest/meta-data/",
        "http://[fec0::1]:PORT/",
        "http://[ff02::1]:PORT/",
        // Names
        "http://localhost:PORT/",
        "http://LOCALHOST:PORT/",
        "http://localhost.:PORT/",
        "http://localhost.localdomain:PORT/",
        "http://localhost6:PORT/",
        "http://127.0.0.1.nip.io:PORT/",
        "http://10-0-0-1.nip.io:PORT/",
        "http://a9fea9fe.nip.io/latest/meta-data/",
        "http://metadata.google.internal/computeMetadata/v1/",
        "http://metadata/computeMetadata/v1/",
        "http://instance-data.ec2.internal/latest/meta-data/",
        "https://kubernetes.default.svc/api",
        "http://mixed.example:PORT/",
        "http://mixed-first.example:PORT/",
        "http://mixed6.example:PORT/",
        "http://translated.example:PORT/",
        "http://xn--bcher-kva.example:PORT/",
        // What is before, between and behind
        "http://as.example@127.0.0.1:PORT/",
        "http://as.example:443@127.0.0.1:PORT/",
        "http://@127.0.0.1:PORT/",
        "http://:@127.0.0.1:PORT/",
        "http://127.0.0.1:PORT@as.example/",
        "http://as.example%40127.0.0.1:PORT/",
        "http:///127.0.0.1:PORT/",
        "http:127.0.0.1:PORT/",
        "http:/127.0.0.1:PORT/",
        "//127.0.0.1:PORT/",
        "http://:PORT/",
        "http://?@127.0.0.1:PORT/",
        "http://#@127.0.0.1:PORT/",
        "http://as_example:PORT/",
        // Other schemes
        "file:///etc/passwd",
        "file://127.0.0.1/etc/passwd",
        "gopher://127.0.0.1:PORT/_GET%20/",
        "ftp://127.0.0.1:PORT/",
        "dict://127.0.0.1:PORT/info",
        "ldap://127.0.0.1:PORT/",
        "jar:http://127.0.0.1:PORT/!/x",
        "netdoc:///etc/passwd",
        "data:application/json,{}",
        "javascript:fetch('//127.0.0.1:PORT')",
        "ws://127.0.0.1:PORT/",
        "unix:///var/run/docker.sock",
        "http+unix://%2Fvar%2Frun%2Fdocker.sock/info",
        // What is no URI, or no host of one
        "http://127.0.0.1:PORT\\@as.example/",
        "http://as.example\\@127.0.0.1:PORT/",
        "http:\\\\127.0.0.1:PORT/",
        "http://127.0.0.1\t:PORT/",
        "http://127.0.0.1:PORT/\r\nX-Injected: 1",
        " http://127.0.0.1:PORT/",
        "http://127.0.0.1 :PORT/",
        "http://127\u30020\u30020\u30021:PORT/",
        "http://\uff11\uff12\uff17.0.0.1:PORT/",
        "http://\u2460\u2461\u2466.0.0.1:PORT/",
        "http://lo\u00adcalhost:PORT/",
        "http://\u24db\u24de\u24d2\u24d0\u24db\u24d7\u24de\u24e2\u24e3:PORT/",
        "http://[::1:PORT/",
        "http://[127.0.0.1]:PORT/",
        "http://127.0.0.1..:PORT/",
        "http://.localhost:PORT/",
        "http://127.0.0.1:PORT:80/",
        "http://127.0.0.1:+PORT/",
        "http://127.0.0.1:65536/",
        "http://127.0.0.1:-1/",
        "http://127.0.0.1:99999999999/"
      })
  void is_refused_and_reaches_nobody(String url) {
    assertRefused(url, Calls.HTTP_TO_THE_WORLD, Destinations.ANYWHERE);
  }

  /// Where this machine may be called, and as production otherwise is.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://as.example:0/",
        "https://as.example:22/",
        "https://as.example:25/",
        "https://as.example:80/",
        "https://as.example:6379/",
        "https://as.example:8443/",
        "https://as.example:PORT/",
        "https://as.example:65535/",
        "https://as.example:65536/",
        "https://127.0.0.1:PORT/",
        "http://as.example:443/",
        "http://as.example/",
        "HTTP://as.example:443/"
      })
  void only_https_at_its_own_port_is_allowed_in_production(String url) {
    assertRefused(
        url,
        new EgressSettings(
            Calls.LOCAL.connectTimeout(), Calls.LOCAL.deadline(), 1000, 1, 1, false, true, false),
        DestinationSettingsTest.DEFAULTS);
  }

  private void assertRefused(String url, EgressSettings settings, DestinationSettings where) {
    var text = url.replace("PORT", Integer.toString(witness.port()));
    try (var egress = new HttpEgress(settings, where, HostileUrlsTest::lookUp)) {
      var uri = new URI(text);

      var exchange = egress.send(new OutboundRequest("GET", uri, List.of()));

      assertThat(exchange).isInstanceOf(Refused.class);
    } catch (URISyntaxException e) {
      // What is no URI to the JDK cannot even be asked for.
      assertThat(text).endsWith(e.getInput());
    }
    assertThat(witness.connections()).isZero();
  }

  @Test
  void there_are_at_least_forty_of_them() throws NoSuchMethodException {
    var urls =
        HostileUrlsTest.class
            .getDeclaredMethod("is_refused_and_reaches_nobody", String.class)
            .getAnnotation(ValueSource.class)
            .strings();

    assertThat(urls).doesNotHaveDuplicates().hasSizeGreaterThanOrEqualTo(40);
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303, 307, 308})
  void a_redirect_to_this_machine_is_not_followed(int status) throws Exception {
    try (var lure =
        RawServer.answering(
            "HTTP/1.1 " + status + " Elsewhere",
            "Location: http://127.0.0.1:" + witness.port() + "/",
            "Refresh: 0; url=http://127.0.0.1:" + witness.port() + "/",
            "Content-Length: 0",
            "",
            "")) {

      var exchange = Calls.send(Calls.LOCAL, Calls.get(lure));

      assertThat(exchange)
          .isInstanceOfSatisfying(
              Reply.class, reply -> assertThat(reply.status()).isEqualTo(status));
      assertThat(witness.connections()).isZero();
    }
  }

  @Test
  void a_bomb_stays_packed() throws Exception {
    var packed = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(packed)) {
      for (int i = 0; i < 100; i++) {
        gzip.write(new byte[1024 * 1024]);
      }
    }
    var head =
        "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: %d\r\n\r\n"
            .formatted(packed.size());
    try (var bomb =
        new RawServer(
            out -> {
              out.write(head.getBytes(ISO_8859_1));
              packed.writeTo(out);
            })) {

      var exchange = Calls.send(Calls.LOCAL, Calls.get(bomb));

      assertThat(exchange)
          .isInstanceOfSatisfying(
              Reply.class, reply -> assertThat(reply.body()).isEqualTo(packed.toByteArray()));
    }
  }

  static List<List<String>> rebinding() {
    return List.of(List.of("127.0.0.1", "10.0.0.1"), List.of("127.0.0.1", "169.254.169.254"));
  }

  /// Whoever checked one answer and connected by the next would end up somewhere else.
  @ParameterizedTest
  @MethodSource("rebinding")
  void what_was_checked_is_what_is_connected_to(List<String> answers) throws Exception {
    var name = new ChangingName(answers);
    var time = new MovableTicker();
    try (var egress = new HttpEgress(Calls.LOCAL, Destinations.ANYWHERE, name, time)) {
      var request = Calls.get("http://rebind.example:" + witness.port() + "/");

      assertThat(egress.send(request)).isInstanceOf(Reply.class);

      assertThat(name.asked()).isOne();
      assertThat(witness.connections()).isOne();
      time.pass(NameLookups.FRESH);
      awaitRefusal(egress, request);
      assertThat(name.asked()).isEqualTo(2);
      var connections = witness.connections();
      assertThat(egress.send(request)).isInstanceOf(Refused.class);
      assertThat(witness.connections()).isEqualTo(connections);
    }
  }

  /// The answer that was checked is used while another is asked for.
  private void awaitRefusal(HttpEgress egress, OutboundRequest request) {
    do {
      witness.closeConnections();
    } while (!(egress.send(request) instanceof Refused));
  }

  @Test
  void a_name_that_turns_allowed_after_it_was_checked_stays_refused() throws Exception {
    var name = new ChangingName(List.of("10.0.0.1", "127.0.0.1"));
    try (var egress = new HttpEgress(Calls.LOCAL, Destinations.ANYWHERE, name)) {

      var exchange = egress.send(Calls.get("http://rebind.example:" + witness.port() + "/"));

      assertThat(exchange).isInstanceOf(Refused.class);
      assertThat(name.asked()).isOne();
      assertThat(witness.connections()).isZero();
    }
  }

  @Test
  void a_name_with_one_forbidden_address_is_refused_whatever_the_others_are() throws Exception {
    AddressLookup mixed =
        _ ->
            new InetAddress[] {
              InetAddress.ofLiteral("127.0.0.1"), InetAddress.ofLiteral("10.0.0.1")
            };
    try (var egress = new HttpEgress(Calls.LOCAL, Destinations.ANYWHERE, mixed)) {

      var exchange = egress.send(Calls.get("http://mixed.example:" + witness.port() + "/"));

      assertThat(exchange).isInstanceOf(Refused.class);
      assertThat(witness.connections()).isZero();
    }
  }

  @Test
  void a_name_that_nobody_knows_is_not_sent() {
    try (var egress = new HttpEgress(Calls.LOCAL, Destinations.ANYWHERE, HostileUrlsTest::lookUp)) {

      assertThat(egress.send(Calls.get("https://nowhere.example/"))).isInstanceOf(NotSent.class);
    }
  }

  /// A name server under an attacker's control.
  private static final class ChangingName implements AddressLookup {

    private final List<String> answers;
    private int asked;

    ChangingName(List<String> answers) {
      this.answers = answers;
    }

    @Override
    public synchronized InetAddress[] addressesOf(String host) {
      var answer = answers.get(Math.min(asked++, answers.size() - 1));
      return new InetAddress[] {InetAddress.ofLiteral(answer)};
    }

    synchronized int asked() {
      return asked;
    }
  }
}
