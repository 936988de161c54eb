package dev.grantflow.egress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grantflow.egress.Exchange.Refused;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class EgressPolicyTest {

  /// All that can be allowed.
  private static final EgressSettings PRIVATE =
      new EgressSettings(Duration.ofSeconds(1), Duration.ofSeconds(1), 1, 1, 1, true, true, true);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "127.1",
        "2130706433",
        "localhost",
        "LOCALHOST",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "0.0.0.0",
        "[::]"
      })
  void this_machine_is_refused_under_any_name(String host) throws Exception {
    try (RawServer server = RawServer.answering("HTTP/1.1 200 OK", "Content-Length: 0", "", "")) {

      Exchange exchange =
          Calls.send(
              Calls.HTTP_TO_THE_WORLD, Calls.get("http://" + host + ":" + server.port() + "/"));

      assertThat(exchange).isInstanceOf(Refused.class);
      assertThat(server.connections()).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "224.0.0.1",
        "0.1.2.3",
        "100.64.0.1",
        "100.100.100.200",
        "192.0.0.192",
        "198.19.255.255",
        "255.255.255.255",
        "64:ff9b::a9fe:a9fe",
        "64:ff9b::a00:1",
        "64:ff9b::7f00:1",
        "64:ff9b:1::a00:1",
        "2002:a00:1::1",
        "fe80::1",
        "fc00::1",
        "fd12:3456::1",
        "ff02::1"
      })
  void a_name_of_a_private_network_is_refused(String address) {
    try (HttpEgress egress =
        new HttpEgress(
            Calls.LOCAL,
            Destinations.ANYWHERE,
            host ->
                new InetAddress[] {
                  InetAddress.ofLiteral("93.184.215.14"), InetAddress.ofLiteral(address)
                })) {

      Exchange exchange = egress.send(Calls.get("https://rebound.example/"));

      assertThat(exchange).isInstanceOf(Refused.class);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://wallet.example/",
        "ftp://wallet.example/",
        "file:///etc/passwd",
        "/relative",
        "https://user:word@wallet.example/",
        "https://user@wallet.example/",
        "https:/wallet.example/",
        "mailto:a@b.example"
      })
  void only_https_without_credentials_is_allowed_by_default(String uri) {
    Exchange exchange = Calls.send(EgressSettingsTest.DEFAULTS, Calls.get(uri));

    assertThat(exchange).isInstanceOf(Refused.class);
  }

  @Test
  void a_refusal_tells_neither_credentials_nor_path() {
    Exchange exchange =
        Calls.send(EgressSettingsTest.DEFAULTS, Calls.get("https://u:word@wallet.example/p?q"));

    assertThat(exchange).isEqualTo(new Refused("wallet.example: the URI carries credentials"));
  }

  @Test
  void exceptions_are_made_by_settings() throws Exception {
    EgressPolicy local = new EgressPolicy(Calls.LOCAL, Destinations.ANYWHERE);

    assertThat(
            Stream.of(
                local.objectionTo(URI.create("http://localhost/")),
                local.objectionTo(InetAddress.ofLiteral("127.0.0.1")),
                local.objectionTo(InetAddress.ofLiteral("93.184.215.14"))))
        .allMatch(Optional::isEmpty);
    assertThat(local.objectionTo(InetAddress.ofLiteral("10.0.0.1")))
        .hasValue("an address of a private network (grantflow.egress.allow-private)");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "100.63.255.255",
        "100.128.0.1",
        "126.255.255.255",
        "128.0.0.1",
        "168.63.129.17",
        "169.253.255.255",
        "169.255.0.1",
        "172.15.255.255",
        "172.32.0.1",
        "192.0.1.1",
        "192.0.3.1",
        "198.20.0.1",
        "223.255.255.255",
        "2000::1",
        "2001:200::1",
        "2001:db7::1",
        "2003::1",
        "3fff:1000::1"
      })
  void a_neighbour_of_what_is_refused_is_not(String address) throws Exception {
    EgressPolicy policy = new EgressPolicy(EgressSettingsTest.DEFAULTS, Destinations.ANYWHERE);

    assertThat(policy.objectionTo(InetAddress.ofLiteral(address))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "169.254.169.254",
        "169.254.170.2",
        "169.254.0.1",
        "100.100.100.200",
        "168.63.129.16",
        "192.0.0.192",
        "fd00:ec2::254",
        "fd00:ec2::23",
        "fd20:ce::254",
        "fd00:c1::a9fe:a9fe",
        "fe80::a9fe:a9fe",
        "0.0.0.0",
        "224.0.0.251",
        "255.255.255.255",
        "64:ff9b::10.0.0.1",
        "64:ff9b::127.0.0.1",
        "64:ff9b::169.254.169.254",
        "64:ff9b::100.100.100.200",
        "64:ff9b::0.0.0.0",
        "64:ff9b::192.0.2.1",
        "64:ff9b::224.0.0.1",
        "64:ff9b:0:0:0:1:808:808",
        "64:ff9b:1::8.8.8.8",
        "::8.8.8.8",
        "::ffff:0:8.8.8.8",
        "2002:808:808::1",
        "2001:0:808:808::1",
        "::10.0.0.1",
        "2001:0:a00:1::1",
        "198.18.0.1",
        "2001:db8::1",
        "240.0.0.1"
      })
  void whoever_may_call_private_networks_may_not_call_these(String address) {
    var policy = new EgressPolicy(PRIVATE, Destinations.ANYWHERE);

    assertThat(policy.objectionTo(InetAddress.ofLiteral(address))).isPresent();
  }

  /// What DNS64 gives where IPv4 is reached by NAT64 alone (RFC 6147).
  @ParameterizedTest
  @ValueSource(
      strings = {
        "64:ff9b::8.8.8.8",
        "64:ff9b::5db8:d70e",
        "64:ff9b::172.32.0.1",
        "64:ff9b::9.9.9.9"
      })
  void an_ipv4_server_may_be_called_where_it_has_an_ipv6_address_by_translation(String address) {
    var policy = new EgressPolicy(EgressSettingsTest.DEFAULTS, Destinations.ANYWHERE);

    assertThat(policy.objectionTo(InetAddress.ofLiteral(address))).isEmpty();
  }

  @Test
  void a_translated_address_is_refused_for_what_it_stands_for() {
    var policy = new EgressPolicy(PRIVATE, Destinations.ANYWHERE);

    assertThat(policy.objectionTo(InetAddress.ofLiteral("64:ff9b::10.0.0.1")))
        .hasValue(
            "an IPv6 address that stands for an IPv4 address: an address of a private network");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"10.0.0.1", "172.31.255.255", "192.168.0.1", "100.64.0.1", "fd12:3456::1"})
  void private_networks_may_be_called_where_that_is_configured(String address) {
    var policy = new EgressPolicy(PRIVATE, Destinations.ANYWHERE);

    assertThat(policy.objectionTo(InetAddress.ofLiteral(address))).isEmpty();
  }

  @Test
  void requests_show_neither_query_nor_headers_nor_body() {
    OutboundRequest request =
        new OutboundRequest(
            "POST",
            URI.create("https://as.example:8443/grant?token=t0p"),
            List.of(new Header("Authorization", "GNAP s3cret")),
            new byte[] {'b'});

    assertThat(request).hasToString("POST https://as.example:8443/grant");
    assertThat(request.headers()).hasToString("[Authorization]");
  }
}
