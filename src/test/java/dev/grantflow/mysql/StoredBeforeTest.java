package dev.grantflow.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grantflow.grant.FinishMethod;
import dev.grantflow.grant.GrantId;
import dev.grantflow.grant.GrantRequested;
import dev.grantflow.grant.GrantState;
import dev.grantflow.grant.Interact;
import dev.grantflow.grant.Interaction;
import dev.grantflow.grant.Json;
import dev.grantflow.grant.Secret;
import dev.grantflow.grant.StartMode;
import io.micronaut.serde.ObjectMapper;
import java.net.URI;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Rows that older versions have written mean what they meant, and what means the same is still
/// written the same.
class StoredBeforeTest {

  private static final ColumnJson JSON = new ColumnJson(ObjectMapper.getDefault());
  private static final String REQUEST =
      "{\"walletAddress\":\"https://wallet.example/alice\",\"accessToken\":\"{}\","
          + "\"returnUri\":\"https://shop.example/return\"}";
  private static final String FACTS =
      "{\"grantEndpoint\":\"https://as.example/gnap\","
          + "\"notBefore\":\"2026-03-01T12:00:00.123456Z\"}";
  private static final String SECRETS =
      "{\"nonce\":\"ours\",\"finish\":\"theirs\","
          + "\"start\":{\"redirect\":\"https://as.example/interact/1\"},"
          + "\"continueUri\":\"https://as.example/continue/1\","
          + "\"continueToken\":\"continue-token\"}";

  @Test
  void a_request_with_a_return_uri() {
    var request = request(Interact.redirect(URI.create("https://shop.example/return")));

    assertThat(JSON.read(REQUEST, RequestColumn.class).toRequest(request.grantId()))
        .isEqualTo(request);
    assertThat(JSON.write(RequestColumn.of(request))).isEqualTo(REQUEST);
  }

  static Stream<Interact> interacts() {
    return Stream.of(
        new Interact(null, Set.of(StartMode.REDIRECT), FinishMethod.PUSH),
        new Interact(null, Set.of(StartMode.USER_CODE), FinishMethod.REDIRECT),
        new Interact(null, Set.of(StartMode.APP, StartMode.USER_CODE_URI), FinishMethod.NONE),
        new Interact(
            URI.create("https://shop.example/"), Set.of(StartMode.APP), FinishMethod.REDIRECT));
  }

  @ParameterizedTest
  @MethodSource("interacts")
  void any_interaction_is_read_as_it_was_written(Interact interact) {
    var request = request(interact);

    var read = JSON.read(JSON.write(RequestColumn.of(request)), RequestColumn.class);

    assertThat(read.toRequest(request.grantId())).isEqualTo(request);
  }

  @Test
  void a_request_without_interaction() {
    var request = request(null);

    assertThat(RequestColumn.of(request).toRequest(request.grantId())).isEqualTo(request);
  }

  @Test
  void a_pending_grant() {
    var pending =
        new GrantState.Pending(
            new Interaction(
                URI.create("https://as.example/interact/1"),
                URI.create("https://as.example/gnap"),
                Secret.of("ours"),
                Secret.of("theirs")),
            StoredGrants.CONTINUATION,
            StoredGrants.NOON);
    var columns =
        new StateColumns(
            "PENDING", JSON.read(FACTS, StateFacts.class), JSON.read(SECRETS, StateSecrets.class));

    assertThat(columns.toState(StoredGrants.NOON)).isEqualTo(pending);
    assertThat(StateColumns.of(pending)).isEqualTo(columns);
    assertThat(JSON.write(StateColumns.of(pending).secrets())).isEqualTo(SECRETS);
  }

  private static GrantRequested request(@Nullable Interact interact) {
    return new GrantRequested(
        new GrantId("g1"),
        null,
        new GrantRequested.Server.OfWalletAddress(URI.create("https://wallet.example/alice")),
        new GrantRequested.Wanted(new Json("{}"), null),
        interact,
        null,
        null);
  }
}
