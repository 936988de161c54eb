package dev.grantflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.grantflow.sandbox.SandboxKey;
import dev.grantflow.sandbox.SandboxKeyset;
import io.micronaut.context.ApplicationContext;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The whole service up to where it would look for its database, in this process.
class SettingsCheckTest {

  @TempDir Path folder;

  @Test
  void tells_of_mistakes_of_every_kind_at_once() {
    var settings = right();
    settings.put("grantflow.egress.host-allowed", "wallet.example");
    settings.put("grantflow.kafka.batch-size", "many");
    settings.remove("grantflow.encryption.keyset-file");
    settings.put("grantflow.engine.concurrency", "0");
    settings.put("grantflow.tokens.inline-allowed", "false");

    assertThat(mistakes(settings))
        .containsExactly(
            "grantflow.egress.host-allowed is no setting; the one like it is"
                + " grantflow.egress.hosts-allowed",
            "grantflow.encryption.keyset-file is not set, and there is no default for it",
            "grantflow.kafka.batch-size is many and must be a whole number",
            "grantflow.clients.shop.token-delivery is INLINE, which grantflow.tokens.inline-allowed"
                + " forbids. Choose ENCRYPTED or REFERENCE.",
            "grantflow.engine.concurrency is 0 and must be from 1 to 10000");
  }

  @Test
  void tells_of_several_mistakes_in_one_section_and_of_what_does_not_go_together() {
    var settings = right();
    settings.put("grantflow.kafka.relay-poll-interval", "0s");
    settings.put("grantflow.kafka.partitions", "0");
    settings.put("grantflow.retention.grants", "1h");
    settings.put("grantflow.engine.lease", "20s");
    settings.put("grantflow.egress.allow-http", "true");

    assertThat(mistakes(settings))
        .extracting(sentence -> sentence.replaceFirst(" (is|and) .*", ""))
        .containsExactly(
            "grantflow.egress.allow-http",
            "grantflow.engine.lease",
            "grantflow.retention.grants",
            "grantflow.kafka.partitions",
            "grantflow.kafka.relay-poll-interval");
  }

  @Test
  void tells_of_each_mistake_in_each_client_instance() {
    var settings = right();
    settings.put("grantflow.clients.shop.wallet-address", "https://wallet.example/shop/");
    settings.put("grantflow.clients.shop.amounts-max", "many");
    settings.put("grantflow.clients.bank.wallet-address", "https://wallet.example/bank");
    settings.put("grantflow.clients.bank.key-id", "bank-key");

    assertThat(mistakes(settings))
        .satisfiesExactly(
            first ->
                assertThat(first)
                    .isEqualTo(
                        "grantflow.clients.bank.key-file is not set, and there is no default for"
                            + " it"),
            second -> assertThat(second).startsWith("grantflow.clients.shop.wallet-address: "),
            third -> assertThat(third).startsWith("grantflow.clients.shop.amounts-max: "));
  }

  @Test
  void tells_of_each_entry_that_is_mistaken_in_any_client() {
    var settings = right();
    settings.remove("grantflow.clients.shop.wallet-address");
    settings.put("grantflow.clients.shop.key-id", "two words");
    settings.put("grantflow.clients.shop.return-uris", "ftp://a.example,ftp://b.example");
    settings.put("grantflow.clients.shop.token-recipient-jwks-file", "/a");
    settings.put("grantflow.clients.shop.token-recipient-jwks-uri", "https://shop.example/b");
    settings.put("grantflow.clients.bank.wallet-address", "https://wallet.example/bank/");
    settings.put("grantflow.clients.bank.servers", "auth.example");
    settings.put("grantflow.clients.bank.amounts-max", "many,few,1 EUR");
    settings.put("grantflow.clients.bank.keys.next.servers", "auth.example");

    assertThat(mistakes(settings))
        .extracting(sentence -> sentence.replaceFirst(" (is not|is an|must|:|ends).*", ""))
        .extracting(sentence -> sentence.replaceFirst("^grantflow\\.clients\\.", ""))
        .containsExactlyInAnyOrder(
            "bank.wallet-address: https://wallet.example/bank/",
            "bank.keys.next.key-id",
            "bank.keys.next.key-file",
            "bank.keys.next.servers: auth.example",
            "bank.servers: auth.example",
            "bank.amounts-max: many",
            "bank.amounts-max: few",
            "shop.wallet-address",
            "shop.key-id: it",
            "shop.return-uris: ftp://a.example: an absolute http or https URI without wildcards,"
                + " user information, query, fragment and dot segments is needed, such as"
                + " https://shop.example/return",
            "shop.return-uris: ftp://b.example: an absolute http or https URI without wildcards,"
                + " user information, query, fragment and dot segments is needed, such as"
                + " https://shop.example/return",
            "shop.token-recipient-jwks-file is set, and token-delivery is INLINE. Choose ENCRYPTED,"
                + " or leave it out.",
            "shop.token-recipient-jwks-uri is set, and token-delivery is INLINE. Choose ENCRYPTED,"
                + " or leave it out.");
  }

  /// To the framework every word that does not mean true is false.
  @Test
  void tells_of_a_choice_of_a_client_that_is_neither_yes_nor_no() {
    var settings = right();
    settings.put("grantflow.clients.shop.keep-fresh", "ture");
    settings.put("grantflow.clients.shop.renew", "on");

    assertThat(mistakes(settings))
        .containsExactly("grantflow.clients.shop.keep-fresh is ture and must be true or false");
  }

  @Test
  void does_not_repeat_what_gives_access_beside_an_address_that_is_none() {
    var settings = right();
    settings.put("grantflow.public-uri", "https://grants:s3cret@a b");

    assertThat(mistakes(settings))
        .containsExactly("grantflow.public-uri is …a b and must be a URI");
  }

  /// Those who need the address and have not got it are not heard beside.
  @Test
  void tells_of_one_mistake_by_one_sentence() {
    var settings = right();
    settings.put("grantflow.public-uri", "https://a b");

    assertThat(mistakes(settings))
        .containsExactly("grantflow.public-uri is https://a b and must be a URI");
  }

  private Map<String, Object> right() {
    var settings = new HashMap<String, Object>();
    settings.put("grantflow.public-uri", "https://grants.example");
    settings.put("grantflow.encryption.keyset-file", SandboxKeyset.shared().toString());
    settings.put("grantflow.clients.shop.wallet-address", "https://wallet.example/shop");
    settings.put("grantflow.clients.shop.key-id", "shop-key");
    settings.put(
        "grantflow.clients.shop.key-file", SandboxKey.make("shop-key", folder).file().toString());
    return settings;
  }

  private static List<String> mistakes(Map<String, Object> settings) {
    var service = ApplicationContext.builder().banner(false).properties(settings).build();
    try (service) {
      return Sentences.of(catchThrowable(service::start));
    }
  }
}
