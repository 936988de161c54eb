package dev.grantflow.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.grantflow.engine.TokenReadLog.TokenRead;
import dev.grantflow.engine.TokenReads.Held;
import dev.grantflow.engine.TokenReads.Outcome;
import dev.grantflow.grant.AccessToken;
import dev.grantflow.grant.ClientName;
import dev.grantflow.grant.GrantId;
import dev.grantflow.grant.GrantState;
import dev.grantflow.grant.Issue;
import dev.grantflow.grant.Secret;
import dev.grantflow.grant.TokenUpkeep;
import dev.grantflow.grant.Upkeep;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.LoggerFactory;

class AuditedTokenReadsTest {

  private static final ClientName SHOP = new ClientName("shop");
  private static final TokenDelivery REFERENCE = new TokenDelivery.Reference();

  private final Scene scene = new Scene();
  private final List<TokenRead> recorded = new ArrayList<>();
  private TokenDelivery delivery = REFERENCE;
  private boolean isConfigured = true;

  @Test
  void hands_out_the_token_and_records_who_read_which() {
    var token = token(null, null);
    scene.store.put(Scene.grant(finalized(token)));

    var outcome = reads().read(Scene.ID, null, "ledger");

    assertThat(outcome)
        .isEqualTo(new Outcome.Read(Scene.ID, SHOP, List.of(new Held(token, 1)), null));
    assertThat(recorded)
        .containsExactly(new TokenRead(Scene.ID, SHOP, null, 1, "ledger", Scene.NOW));
    assertThat(scene.meters.counter("grantflow.token.reads", "client", "shop").count())
        .isEqualTo(1);
  }

  @Test
  void a_label_chooses_one_and_none_means_all() {
    var pay = token("pay", null);
    var quote = token("quote", null);
    var upkeep =
        new Upkeep(
            List.of(
                TokenUpkeep.NONE, new TokenUpkeep(3, null, false, 0, false, Scene.DEADLINE, null)));
    var issue = new Issue(List.of(pay, quote), null);
    scene.store.put(Scene.grant(new GrantState.Finalized(issue, null, upkeep)));

    assertThat(held(null)).containsExactly(new Held(pay, 1), new Held(quote, 3));
    assertThat(held("quote")).containsExactly(new Held(quote, 3));
    assertThat(reads().read(Scene.ID, "other", null)).isInstanceOf(Outcome.Nothing.class);
    assertThat(recorded).extracting(TokenRead::label).containsExactly("pay", "quote", "quote");
  }

  @Test
  void a_subject_is_handed_out_and_recorded_too() {
    scene.store.put(Scene.grant(new GrantState.Finalized(Scene.ISSUE, null)));

    assertThat(reads().read(Scene.ID, null, null))
        .isEqualTo(new Outcome.Read(Scene.ID, SHOP, List.of(), Scene.ISSUE.subject()));
    assertThat(recorded)
        .containsExactly(new TokenRead(Scene.ID, SHOP, null, null, null, Scene.NOW));
    assertThat(reads().read(Scene.ID, "pay", null)).isInstanceOf(Outcome.Nothing.class);
  }

  static Stream<TokenDelivery> others() {
    return Stream.of(new TokenDelivery.Inline(), new TokenDelivery.Encrypted((_, _) -> ""));
  }

  @ParameterizedTest
  @MethodSource("others")
  void hands_out_nothing_whose_delivery_is_another(TokenDelivery other) {
    delivery = other;
    scene.store.put(Scene.grant(finalized(token(null, null))));

    assertThat(reads().read(Scene.ID, null, null))
        .isEqualTo(
            new Outcome.Nothing(
                "Tokens of the client instance shop come with their events. Only those whose"
                    + " token-delivery is REFERENCE are fetched."));
    assertThat(recorded).isEmpty();
  }

  @Test
  void hands_out_nothing_of_a_client_that_is_not_configured_any_more() {
    isConfigured = false;
    scene.store.put(Scene.grant(finalized(token(null, null))));

    assertThat(reads().read(Scene.ID, null, null))
        .isEqualTo(
            new Outcome.Nothing(
                "The client instance shop is not configured any more. Configure it with"
                    + " token-delivery REFERENCE to have its tokens fetched."));
    assertThat(recorded).isEmpty();
  }

  static Stream<GrantState> withoutToken() {
    return Stream.of(
        Scene.requesting(),
        Scene.pending(),
        Scene.approved(),
        new GrantState.Expired(),
        new GrantState.Revoked(null));
  }

  @ParameterizedTest
  @MethodSource("withoutToken")
  void only_a_finalized_grant_has_one(GrantState state) {
    scene.store.put(Scene.grant(state));

    assertThat(reads().read(Scene.ID, null, null))
        .isEqualTo(
            new Outcome.Nothing(
                "The grant is %s; only a FINALIZED grant has a token.".formatted(state.status())));
  }

  @Test
  void an_unknown_grant_is_told_as_such() {
    assertThat(reads().read(new GrantId("unknown"), null, null))
        .isEqualTo(new Outcome.UnknownGrant());
  }

  @Test
  void a_token_that_may_be_dead_is_kept_back() {
    var held = finalized(token("pay", Scene.NOW.plusSeconds(60)));
    scene.store.put(Scene.grant(new GrantState.Rotating(held, 0, Scene.LEASE_END)));
    assertThat(reads().read(Scene.ID, null, null)).isInstanceOf(Outcome.NotUsable.class);

    scene.store.put(Scene.grant(held));
    scene.time.pass(Duration.ofSeconds(59));
    assertThat(reads().read(Scene.ID, null, null)).isInstanceOf(Outcome.Read.class);
    scene.time.pass(Duration.ofSeconds(1));
    assertThat(reads().read(Scene.ID, null, null)).isInstanceOf(Outcome.NotUsable.class);
    assertThat(recorded).hasSize(1);
  }

  @Test
  void a_token_that_may_be_dead_keeps_nobody_from_the_others() {
    var pay = token("pay", null);
    var quote = token("quote", Scene.NOW.plusSeconds(60));
    var held = finalized(pay, quote);
    scene.store.put(Scene.grant(new GrantState.Rotating(held, 1, Scene.LEASE_END)));

    assertThat(held(null)).containsExactly(new Held(pay, 1));
    assertThat(reads().read(Scene.ID, "quote", null)).isInstanceOf(Outcome.NotUsable.class);
    scene.store.put(Scene.grant(held));
    scene.time.pass(Duration.ofSeconds(60));
    assertThat(held(null)).containsExactly(new Held(pay, 1));
    assertThat(reads().read(Scene.ID, "quote", null)).isInstanceOf(Outcome.NotUsable.class);
    assertThat(recorded).extracting(TokenRead::label).containsExactly("pay", "pay");
  }

  @Test
  void a_token_that_may_be_dead_keeps_nobody_from_the_subject() {
    var dead = token("pay", Scene.NOW);
    var subject = Scene.ISSUE.subject();
    scene.store.put(Scene.grant(new GrantState.Finalized(new Issue(List.of(dead), subject), null)));

    assertThat(reads().read(Scene.ID, null, null))
        .isEqualTo(new Outcome.Read(Scene.ID, SHOP, List.of(), subject));
    assertThat(reads().read(Scene.ID, "pay", null)).isInstanceOf(Outcome.NotUsable.class);
  }

  @Test
  void without_a_record_nothing_is_handed_out() {
    scene.store.put(Scene.grant(finalized(token(null, null))));
    var reads =
        reads(
            _ -> {
              throw new Scene.Away();
            });

    assertThatThrownBy(() -> reads.read(Scene.ID, null, null)).isInstanceOf(Scene.Away.class);
    assertThat(scene.meters.find("grantflow.token.reads").counter()).isNull();
  }

  @Test
  void leaves_the_line_in_the_log_to_who_answers_and_tells_no_secret() {
    var logger = (Logger) LoggerFactory.getLogger("dev.grantflow.engine");
    var log = new ListAppender<ILoggingEvent>();
    log.start();
    logger.addAppender(log);
    logger.setLevel(Level.INFO);
    scene.store.put(Scene.grant(finalized(token("pay", null))));

    var outcome = reads().read(Scene.ID, "pay", "ledger");

    logger.setLevel(null);
    logger.detachAppender(log);
    assertThat(outcome).asString().startsWith("Read[").doesNotContain("s3cret");
    assertThat(log.list).isEmpty();
  }

  private List<Held> held(@Nullable String label) {
    return ((Outcome.Read) reads().read(Scene.ID, label, null)).tokens();
  }

  private AuditedTokenReads reads() {
    return reads(recorded::addAll);
  }

  private AuditedTokenReads reads(TokenReadLog records) {
    return new AuditedTokenReads(
        scene.store, new Configured(delivery, isConfigured), records, scene.time, scene.meters);
  }

  private record Configured(TokenDelivery delivery, boolean is) implements TokenDeliveries {

    @Override
    public TokenDelivery of(ClientName client) {
      return delivery;
    }

    @Override
    public boolean isConfigured(ClientName client) {
      return is;
    }
  }

  private static GrantState.Finalized finalized(AccessToken... tokens) {
    return new GrantState.Finalized(new Issue(List.of(tokens), null), null);
  }

  private static AccessToken token(@Nullable String label, @Nullable Instant expiresAt) {
    var verbatim = Secret.of("{\"value\":\"t0p-s3cret\"}");
    return new AccessToken(verbatim, null, Secret.of("t0p-s3cret"), expiresAt, label);
  }
}
