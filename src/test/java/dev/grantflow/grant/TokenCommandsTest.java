package dev.grantflow.grant;

import static dev.grantflow.grant.Grants.CONTINUATION;
import static dev.grantflow.grant.Grants.EXPIRY;
import static dev.grantflow.grant.Grants.LEASE_END;
import static dev.grantflow.grant.Grants.NOW;
import static dev.grantflow.grant.Grants.REVOKE_LABELLED;
import static dev.grantflow.grant.Grants.REVOKE_TOKEN;
import static dev.grantflow.grant.Grants.ROTATE_TOKEN;
import static dev.grantflow.grant.Grants.change;
import static dev.grantflow.grant.Grants.decide;
import static dev.grantflow.grant.Grants.mortal;
import static dev.grantflow.grant.Grants.rotating;
import static dev.grantflow.grant.Grants.rotation;
import static org.assertj.core.api.Assertions.assertThat;

import dev.grantflow.grant.Decision.Refuse;
import dev.grantflow.grant.Decision.Stay;
import dev.grantflow.grant.Decision.Transition;
import dev.grantflow.grant.GrantEvent.GrantTokenChangeFailed;
import dev.grantflow.grant.GrantEvent.GrantTokenExpired;
import dev.grantflow.grant.GrantEvent.GrantTokenRevoked;
import dev.grantflow.grant.GrantEvent.GrantTokenRotated;
import dev.grantflow.grant.GrantEvent.RotationTrigger;
import dev.grantflow.grant.GrantState.Finalized;
import dev.grantflow.grant.GrantState.Revoked;
import dev.grantflow.grant.GrantState.Revoking;
import dev.grantflow.grant.GrantState.RevokingToken;
import dev.grantflow.grant.GrantState.Rotating;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class TokenCommandsTest {

  private static final TokenUpkeep ASKED = new TokenUpkeep(1, NOW, true, 0, false, EXPIRY, null);

  private final Grant granted = Grants.grant(mortal(rotation(EXPIRY, 0, false, EXPIRY)));

  static Stream<Arguments> refused() {
    var several = Grants.grant(new Finalized(Grants.LABELLED_ISSUE, CONTINUATION));
    var subject = Grants.grant(new Finalized(new Issue(List.of(), Secret.of("{}")), CONTINUATION));
    var unmanaged = Grants.grant(new Finalized(Grants.UNMANAGED_ISSUE, CONTINUATION));
    return Stream.of(
        Arguments.of(Grants.grant(Grants.pending()), ROTATE_TOKEN, "grantId", "PENDING"),
        Arguments.of(Grants.grant(new GrantState.Expired()), REVOKE_TOKEN, "grantId", "EXPIRED"),
        Arguments.of(several, ROTATE_TOKEN, "label", "several"),
        Arguments.of(several, new Input.RotateToken("no", 1), "label", "no token of this"),
        Arguments.of(subject, ROTATE_TOKEN, "grantId", "no token"),
        Arguments.of(unmanaged, ROTATE_TOKEN, "grantId", "manage URI"),
        Arguments.of(
            Grants.grant(Grants.revokingToken()),
            new Input.RotateToken("pay", 1),
            "grantId",
            "being revoked"),
        Arguments.of(
            Grants.grant(mortal(ASKED)),
            new Input.RotateToken(null, 2),
            "tokenVersion",
            "version 1"));
  }

  @ParameterizedTest
  @MethodSource("refused")
  void are_refused_with_field_and_remedy(Grant grant, Input wish, String field, String text) {
    assertThat(decide(grant, wish)).isInstanceOf(Refuse.class);
    var problem = ((Refuse) decide(grant, wish)).problem();
    assertThat(problem.field()).isEqualTo(field);
    assertThat(problem.message()).contains(text);
  }

  @Test
  void a_wanted_rotation_is_due_at_once_and_told_as_wanted() {
    var asked = change(granted, mortal(ASKED), "rotation requested");

    assertThat(decide(granted, ROTATE_TOKEN)).isEqualTo(asked);
    assertThat(decide(asked.next(), Grants.DUE))
        .isEqualTo(
            change(asked.next().claimed(), new Rotating(mortal(ASKED), 0, LEASE_END), "due"));
    assertThat(
            decide(
                Grants.grant(new Rotating(mortal(ASKED), 0, LEASE_END)),
                new Answer.Rotated(Grants.MORTAL)))
        .extracting(it -> ((Transition) it).events())
        .isEqualTo(List.of(new GrantTokenRotated(Grants.MORTAL, 2, RotationTrigger.REQUEST)));
  }

  @Test
  void a_rotation_that_is_wanted_twice_is_made_once() {
    var rotated = rotation(EXPIRY, 0, false, EXPIRY);
    var since = Grants.grant(mortal(new TokenUpkeep(2, EXPIRY, false, 0, false, EXPIRY, null)));

    assertThat(decide(Grants.grant(mortal(ASKED)), ROTATE_TOKEN)).isInstanceOf(Stay.class);
    assertThat(decide(Grants.grant(rotating(false)), ROTATE_TOKEN)).isInstanceOf(Stay.class);
    assertThat(decide(since, new Input.RotateToken(null, 1)))
        .isEqualTo(new Stay("it was rotated since"));
    assertThat(decide(Grants.grant(mortal(rotated)), new Input.RotateToken(null, 1)))
        .isEqualTo(change(granted, mortal(ASKED), "rotation requested"));
  }

  @Test
  void with_its_only_token_the_grant_is_revoked() {
    assertThat(decide(granted, REVOKE_TOKEN)).isEqualTo(decide(granted, Grants.REVOKE));
  }

  @Test
  void one_token_of_several_is_revoked_by_itself() {
    var grant = Grants.grant(new Finalized(Grants.LABELLED_ISSUE, CONTINUATION));
    var wished = change(grant, Grants.labelled(Grants.removal(0)), "token revocation requested");
    var flying = Grants.grant(Grants.revokingToken());
    var rest = List.of(Grants.LABELLED_ISSUE.accessTokens().getLast());

    assertThat(decide(grant, REVOKE_LABELLED)).isEqualTo(wished);
    assertThat(decide(wished.next(), Grants.DUE))
        .extracting(it -> ((Transition) it).next().state())
        .isInstanceOf(RevokingToken.class);
    assertThat(decide(flying, Grants.GONE))
        .isEqualTo(
            change(
                flying,
                new Finalized(new Issue(rest, null), CONTINUATION),
                "token revoked",
                new GrantTokenRevoked("pay", "order cancelled")));
  }

  @Test
  void a_revocation_outlives_the_token_s_expiry_because_its_answer_is_still_to_come() {
    var later = new TokenUpkeep.Removal("order cancelled", NOW, 1, NOW.plusSeconds(60));
    var grant = Grants.grant(mortal(rotation(null, 0, false, NOW).removing(later)));

    var told = (Transition) decide(grant, Grants.DUE);

    assertThat(told.events()).hasSize(1).allMatch(GrantTokenExpired.class::isInstance);
    assertThat(told.next().state().due()).contains(later.dueAt());
  }

  @Test
  void a_revocation_that_is_repeated_once_the_grant_is_revoked_changes_nothing() {
    assertThat(decide(Grants.grant(Grants.REVOKED), REVOKE_TOKEN)).isInstanceOf(Stay.class);
    assertThat(
            decide(
                Grants.grant(Grants.revoking(new Cancellation.OfGrant(CONTINUATION), 1)),
                REVOKE_TOKEN))
        .isInstanceOf(Stay.class);
  }

  @Test
  void a_grant_whose_last_token_was_revoked_is_cancelled() {
    var removal = new Upkeep(List.of(Grants.removal(1)));
    var last = new RevokingToken(new Finalized(Grants.MORTAL_ISSUE, CONTINUATION, removal), 0, NOW);
    var uncontinued = new RevokingToken(new Finalized(Grants.MORTAL_ISSUE, null, removal), 0, NOW);

    assertThat(decide(Grants.grant(last), Grants.GONE))
        .extracting(it -> ((Transition) it).next().state())
        .isInstanceOf(Revoking.class);
    assertThat(decide(Grants.grant(uncontinued), Grants.GONE))
        .extracting(it -> ((Transition) it).next().state())
        .isEqualTo(new Revoked("order cancelled"));
  }

  @Test
  void a_revocation_that_is_never_confirmed_is_given_up_and_told() {
    var grant = Grants.grant(Grants.labelled(Grants.removal(3)));

    var given = (Transition) decide(grant, Grants.DUE, NOW.plus(Grants.REVOCATION_LIMIT));

    assertThat(given.next().state()).isEqualTo(new Finalized(Grants.LABELLED_ISSUE, CONTINUATION));
    assertThat(given.events()).hasSize(1).allMatch(GrantTokenChangeFailed.class::isInstance);
  }

  @Test
  void an_expiry_is_told_once() {
    var grant = Grants.grant(mortal(rotation(null, 0, false, NOW)));
    var told =
        change(
            grant.claimed(),
            mortal(rotation(null, 0, false, null)),
            "token expired",
            new GrantTokenExpired(null, 1, EXPIRY, null));

    assertThat(decide(grant, Grants.DUE)).isEqualTo(told);
    assertThat(told.next().state().due()).isEmpty();
    assertThat(decide(told.next(), Grants.DUE)).isEqualTo(new Stay("nothing is due"));
  }

  @Test
  void a_rotation_that_failed_gives_way_to_the_word_that_the_token_expired() {
    var failed = Grants.grant(mortal(rotation(EXPIRY, 1, false, EXPIRY)));
    var untried = Grants.grant(mortal(rotation(NOW, 0, false, EXPIRY)));

    assertThat(((Transition) decide(failed, Grants.DUE, EXPIRY)).events()).hasSize(1);
    assertThat(((Transition) decide(untried, Grants.DUE, EXPIRY)).next().state())
        .isInstanceOf(Rotating.class);
  }
}
