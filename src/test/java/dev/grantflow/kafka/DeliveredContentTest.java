package dev.grantflow.kafka;

import static dev.grantflow.kafka.SampleGrants.NOW;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.grantflow.contract.DataJson;
import dev.grantflow.engine.TokenDelivery;
import dev.grantflow.grant.AccessToken;
import dev.grantflow.grant.GrantEvent;
import dev.grantflow.grant.GrantEvent.GrantFinalized;
import dev.grantflow.grant.GrantEvent.GrantTokenRotated;
import dev.grantflow.grant.GrantEvent.RotationTrigger;
import dev.grantflow.grant.GrantEvent.Trigger;
import dev.grantflow.grant.Issue;
import dev.grantflow.grant.Secret;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// What the events of each delivery tell, and what they keep to themselves.
class DeliveredContentTest {

  private static final String VALUE = "t0p-s3cret";
  private static final String ONE = "{\"access\":[]}";
  private static final String SEVERAL = "[{\"access\":[],\"label\":\"pay\"}]";
  private static final String VERBATIM =
      """
      {"access":[{"type":"quote"}],"expires_in":600,"flags":["durable"],"key":{"jwk":"k3y"},\
      "label":"theirs","manage":{"access_token":{"value":"m4nage-s3cret"},"uri":"https://as.example/t0ken-uri"},\
      "refresh":"r3fresh-s3cret","value":"t0p-s3cret"}\
      """;
  private static final Secret SUBJECT =
      Secret.of(
          "{\"assertions\":[{\"format\":\"id_token\",\"value\":\"4ssertion\"}],"
              + "\"sub_ids\":[{\"format\":\"uri\",\"uri\":\"https://wallet.example/alice\"}]}");
  private static final List<String> SECRETS =
      List.of(VALUE, "m4nage-s3cret", "t0ken-uri", "r3fresh-s3cret", "k3y", "4ssertion");

  private final Sealed sealed = new Sealed();

  /// Remembers what it was to seal.
  private static final class Sealed implements TokenDelivery.Sealing {

    private final List<String> plain = new ArrayList<>();
    private final List<Map<String, String>> bound = new ArrayList<>();

    @Override
    public String seal(Secret plaintext, Map<String, String> to) {
      plain.add(plaintext.reveal());
      bound.add(new TreeMap<>(to));
      return "sealed" + plain.size();
    }
  }

  static Stream<Arguments> events() {
    return SampleGrants.events().stream()
        .flatMap(
            event ->
                Stream.of(
                        new TokenDelivery.Inline(),
                        new TokenDelivery.Encrypted((_, _) -> "a.b.c.d.e"),
                        new TokenDelivery.Reference())
                    .map(delivery -> Arguments.of(event, delivery)));
  }

  @ParameterizedTest
  @MethodSource("events")
  void every_event_of_every_delivery_fits_its_published_schema(
      GrantEvent.OfGrant event, TokenDelivery delivery) {
    var data = read(EventContent.of(SampleGrants.grant(), event, NOW, delivery));
    var schema = PublishedSchemas.of(event.getClass().getSimpleName());

    assertThat(schema.validate(data)).isEmpty();
    assertThat(new ArrayList<>(data.propertyNames()))
        .isSubsetOf(schema.getSchemaNode().get("properties").propertyNames());
  }

  @Test
  void by_reference_it_tells_what_was_granted_and_where_the_token_is() {
    var data = finalized(ONE, new TokenDelivery.Reference(), null, token(null));

    assertThat(data.path("access_token").toString())
        .isEqualTo(
            "{\"access\":[{\"type\":\"quote\"}],\"flags\":[\"durable\"],\"expires_in\":600}");
    assertThat(data.path("tokenReference").asString()).isEqualTo("/v1/grants/g1/token");
    assertThat(data.path("tokenVersion").asInt()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"value\":\"v\"},\"tokenReference\":\"/v1/grants/g1/token\"",
        "{\"access\":[],\"manage\":\"https://as.example\"},\"tokenReference\":\"/v1/grants/g1/token\"",
        "{\"access\":[]}",
        "{\"value\":\"v\"},\"access_token_jwe\":\"a..b.c.d\"",
        "{\"access\":[]},\"access_token_jwe\":\"a..b.c.d\",\"tokenReference\":\"/v1/grants/g1/token\""
      })
  void no_schema_lets_two_deliveries_be_mixed(String accessToken) {
    var data =
        "{\"grantId\":\"g1\",\"client\":\"shop\",\"trigger\":\"request\",\"tokenVersion\":1,\"access_token\":%s}"
            .formatted(accessToken);

    assertThat(PublishedSchemas.of("GrantFinalized").validate(DataJson.MAPPER.readTree(data)))
        .isNotEmpty();
    assertThat(PublishedSchemas.of("GrantTokenRotated").validate(DataJson.MAPPER.readTree(data)))
        .isNotEmpty();
  }

  @Test
  void by_reference_several_stay_several_under_our_labels() {
    var data = finalized(SEVERAL, new TokenDelivery.Reference(), null, token("pay"));

    assertThat(data.at("/access_token/0/label").asString()).isEqualTo("pay");
  }

  @Test
  void by_reference_a_rotated_token_is_told_alike() {
    var data = rotated(new TokenDelivery.Reference());

    assertThat(new ArrayList<>(data.path("access_token").propertyNames()))
        .containsExactly("label", "access", "flags", "expires_in");
    assertThat(data.path("tokenReference").asString()).isEqualTo("/v1/grants/g1/token");
    assertThat(data.path("label").asString()).isEqualTo("pay");
    assertThat(data.path("tokenVersion").asInt()).isEqualTo(2);
  }

  @Test
  void nothing_that_could_be_used_is_told_by_reference() {
    var text =
        finalized(ONE, new TokenDelivery.Reference(), SUBJECT, token(null)).toString()
            + finalized(SEVERAL, new TokenDelivery.Reference(), SUBJECT, token("pay"))
            + rotated(new TokenDelivery.Reference());

    assertThat(text)
        .doesNotContain(SECRETS)
        .contains("\"id_token\"", "https://wallet.example/alice");
  }

  @Test
  void nothing_that_could_be_used_is_told_beside_what_is_encrypted() {
    var delivery = new TokenDelivery.Encrypted(sealed);

    var text =
        finalized(ONE, delivery, SUBJECT, token(null)).toString()
            + finalized(SEVERAL, delivery, SUBJECT, token("pay"))
            + rotated(delivery);

    assertThat(text)
        .doesNotContain(SECRETS)
        .doesNotContain("\"access_token\"", "\"subject\"", "tokenReference");
  }

  @Test
  void what_is_encrypted_is_what_would_have_stood_there_bound_to_its_place() {
    var delivery = new TokenDelivery.Encrypted(sealed);

    var one = finalized(ONE, delivery, SUBJECT, token(null));
    var several = finalized(SEVERAL, delivery, null, token("pay"));
    var rotated = rotated(delivery);

    assertThat(one.path("access_token_jwe").asString()).isEqualTo("sealed1");
    assertThat(one.path("subject_jwe").asString()).isEqualTo("sealed2");
    assertThat(several.path("access_token_jwe").asString()).isEqualTo("sealed3");
    assertThat(rotated.path("access_token_jwe").asString()).isEqualTo("sealed4");
    assertThat(sealed.plain)
        .containsExactly(VERBATIM, SUBJECT.reveal(), "[" + VERBATIM + "]", VERBATIM);
    assertThat(sealed.bound)
        .containsExactly(
            bound("GrantFinalized", "access_token"),
            bound("GrantFinalized", "subject"),
            bound("GrantFinalized", "access_token"),
            bound("GrantTokenRotated", "access_token"));
  }

  private static Map<String, String> bound(String event, String member) {
    return Map.of("grantId", "g1", "event", event, "eventId", "g1:7", "member", member);
  }

  private static JsonNode finalized(
      String wanted, TokenDelivery delivery, @Nullable Secret subject, AccessToken... tokens) {
    var grant = SampleGrants.grant("g1", wanted, null);
    var event = new GrantFinalized(new Issue(List.of(tokens), subject), Trigger.CALLBACK);
    return read(EventContent.of(grant, event, NOW, delivery));
  }

  private static JsonNode rotated(TokenDelivery delivery) {
    var event = new GrantTokenRotated(token("pay"), 2, RotationTrigger.EXPIRY);
    return read(EventContent.of(SampleGrants.grant(), event, NOW, delivery));
  }

  private static AccessToken token(@Nullable String label) {
    return new AccessToken(
        Secret.of(VERBATIM),
        URI.create("https://as.example/t0ken-uri"),
        Secret.of("m4nage-s3cret"),
        NOW.plusSeconds(600),
        label);
  }

  private static JsonNode read(byte[] content) {
    return DataJson.MAPPER.readTree(new String(content, UTF_8));
  }
}
