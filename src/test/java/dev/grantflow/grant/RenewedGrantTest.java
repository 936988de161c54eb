package dev.grantflow.grant;

import static dev.grantflow.grant.Grants.BUSY;
import static dev.grantflow.grant.Grants.CONTINUATION;
import static dev.grantflow.grant.Grants.DEADLINE;
import static dev.grantflow.grant.Grants.DUE;
import static dev.grantflow.grant.Grants.ENDPOINT;
import static dev.grantflow.grant.Grants.EXPIRY;
import static dev.grantflow.grant.Grants.LEASE_END;
import static dev.grantflow.grant.Grants.MORTAL;
import static dev.grantflow.grant.Grants.MORTAL_ISSUE;
import static dev.grantflow.grant.Grants.NEXT_CONTINUATION;
import static dev.grantflow.grant.Grants.NOW;
import static dev.grantflow.grant.Grants.RENEW_WITHIN;
import static dev.grantflow.grant.Grants.REVOKE;
import static dev.grantflow.grant.Grants.REVOKED;
import static dev.grantflow.grant.Grants.RULES;
import static dev.grantflow.grant.Grants.change;
import static dev.grantflow.grant.Grants.decide;
import static org.assertj.core.api.Assertions.assertThat;

import dev.grantflow.grant.Cancellation.OfGrant;
import dev.grantflow.grant.Cancellation.OfUnansweredRequest;
import dev.grantflow.grant.Decision.Stay;
import dev.grantflow.grant.Decision.Transition;
import dev.grantflow.grant.GrantEvent.GrantFailed;
import dev.grantflow.grant.GrantEvent.GrantRejected;
import dev.grantflow.grant.GrantEvent.GrantRevoked;
import dev.grantflow.grant.GrantEvent.GrantTokenExpired;
import dev.grantflow.grant.GrantEvent.GrantTokenRotated;
import dev.grantflow.grant.GrantEvent.RotationTrigger;
import dev.grantflow.grant.GrantState.Failed;
import dev.grantflow.grant.GrantState.Finalized;
import dev.grantflow.grant.GrantState.Rejected;
import dev.grantflow.grant.GrantState.Renewable;
import dev.grantflow.grant.GrantState.Renewing;
import dev.grantflow.grant.GrantState.Retiring;
import dev.grantflow.grant.GrantState.Revoking;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// A grant that is requested anew once its token is dead.
class RenewedGrantTest {

  private static final GrantError DEAD =
      new GrantError("invalid_client", "invalid access token", 401);
  private static final TokenUpkeep TIME_IS_OVER =
      new TokenUpkeep(4, null, false, 0, false, NOW, null);
  private static final Grant EXPIRED = Grants.renewed(Grants.grant(Grants.mortal(TIME_IS_OVER)));

  static List<Answer> undecided() {
    return List.of(Grants.INTERACTION_REQUIRED, Grants.INTERACTION_TO_POLL, Grants.STILL_PENDING);
  }

  @Test
  void from_finalized_to_retiring_when_its_token_expires() {
    assertThat(decide(EXPIRED, DUE))
        .isEqualTo(
            change(
                EXPIRED.claimed(),
                new Retiring(CONTINUATION, 4, NOW, 1, LEASE_END),
                "token expired",
                new GrantTokenExpired(null, 4, EXPIRY, null)));
  }

  @Test
  void from_finalized_to_renewable_when_the_server_gave_nothing_that_could_be_cancelled() {
    var grant = EXPIRED.in(new Finalized(MORTAL_ISSUE, null, new Upkeep(List.of(TIME_IS_OVER))));
    var dueAt = NOW.plus(RULES.coolDown());

    assertThat(decide(grant, DUE))
        .isEqualTo(
            change(
                grant.claimed().decidedBy(dueAt.plus(RENEW_WITHIN)),
                new Renewable(4, 0, null, dueAt),
                "token expired",
                new GrantTokenExpired(null, 4, EXPIRY, null)));
  }

  @Test
  void from_rotating_to_retiring_when_the_server_says_that_the_token_is_dead() {
    var grant = EXPIRED.in(Grants.rotating(false));

    assertThat(decide(grant, new Answer.Refused(DEAD)))
        .isEqualTo(
            change(
                grant,
                new Retiring(CONTINUATION, 1, NOW, 0, NOW),
                "token is dead",
                new GrantTokenExpired(null, 1, EXPIRY, DEAD)));
  }

  @Test
  void is_not_renewed_while_a_rotation_without_an_answer_may_have_left_a_live_token() {
    var unanswered = new TokenUpkeep(4, null, false, 0, true, NOW, null);
    var grant = EXPIRED.in(Grants.mortal(unanswered));

    assertThat(decide(grant, DUE))
        .isInstanceOfSatisfying(
            Transition.class, it -> assertThat(it.next().state()).isInstanceOf(Revoking.class));
  }

  @Test
  void is_not_renewed_with_one_token_of_several() {
    var upkeep = new Upkeep(List.of(TIME_IS_OVER, TokenUpkeep.NONE));
    var grant = EXPIRED.in(new Finalized(Grants.LABELLED_ISSUE, CONTINUATION, upkeep));

    assertThat(decide(grant, DUE))
        .isInstanceOfSatisfying(
            Transition.class, it -> assertThat(it.next().state()).isInstanceOf(Finalized.class));
  }

  @Test
  void from_retiring_to_renewable_with_a_deadline_of_its_own_when_the_server_confirms() {
    var grant = EXPIRED.in(Grants.retiring(1));
    var later = DEADLINE.plusSeconds(90);

    assertThat(decide(grant, new Input.Answered(Grants.GONE), later))
        .isEqualTo(
            change(
                grant.decidedBy(later.plus(RENEW_WITHIN)),
                new Renewable(1, 0, null, later),
                "cancelled"));
  }

  @Test
  void stays_retiring_until_the_server_confirms() {
    var grant = EXPIRED.in(Grants.retiring(1));

    assertThat(decide(grant, Grants.REFUSED))
        .isEqualTo(
            change(
                grant,
                new Retiring(CONTINUATION, 1, NOW, 1, NOW.plusSeconds(5)),
                "invalid_request"));
    assertThat(decide(EXPIRED.in(Grants.retiring(0)), Grants.GONE)).isInstanceOf(Stay.class);
  }

  @Test
  void from_retiring_to_failed_when_the_server_never_confirms() {
    var grant = EXPIRED.in(Grants.retiring(3));

    assertThat(decide(grant, DUE, NOW.plus(Grants.REVOCATION_LIMIT)))
        .isInstanceOfSatisfying(
            Transition.class,
            it ->
                assertThat(it.next().state())
                    .isInstanceOfSatisfying(
                        Failed.class,
                        end -> assertThat(end.error().code()).isEqualTo("revocation_failed")));
  }

  @Test
  void from_renewable_to_renewing_when_due_and_once_more_when_the_lease_ran_out() {
    var due = EXPIRED.in(new Renewable(4, 0, null, NOW));
    var left = EXPIRED.in(new Renewing(4, 1, null, NOW));

    assertThat(decide(due, DUE))
        .isEqualTo(change(due.claimed(), new Renewing(4, 1, null, LEASE_END), "due"));
    assertThat(decide(left, DUE))
        .isEqualTo(change(left.claimed(), new Renewing(4, 2, null, LEASE_END), "lease ran out"));
  }

  @Test
  void from_renewing_to_finalized_with_a_rotated_token_and_no_second_finalization() {
    var grant = EXPIRED.in(new Renewing(4, 1, null, NOW));
    var issued = new Answer.Issued(MORTAL_ISSUE, NEXT_CONTINUATION, ENDPOINT);
    var upkeep = RULES.of(MORTAL, 5, true, NOW, Grants.JITTER);

    assertThat(decide(grant, issued))
        .isEqualTo(
            change(
                grant,
                new Finalized(MORTAL_ISSUE, NEXT_CONTINUATION, new Upkeep(List.of(upkeep))),
                "issued",
                new GrantTokenRotated(MORTAL, 5, RotationTrigger.RENEWED)));
  }

  @ParameterizedTest
  @MethodSource("undecided")
  void is_undone_and_fails_when_somebody_would_have_to_decide(Answer answer) {
    var grant = EXPIRED.in(Grants.renewing());

    assertThat(decide(grant, answer))
        .isInstanceOfSatisfying(
            Transition.class,
            it -> {
              assertThat(it.events()).isEmpty();
              assertThat(it.next().state())
                  .isInstanceOfSatisfying(
                      Revoking.class,
                      undoing -> {
                        assertThat(undoing.cancellation())
                            .isEqualTo(new OfGrant(NEXT_CONTINUATION));
                        assertThat(undoing.ending())
                            .isInstanceOfSatisfying(
                                Failed.class,
                                end -> {
                                  assertThat(end.error().code()).isEqualTo("renewal_undecided");
                                  assertThat(end.error().description())
                                      .contains("wants somebody to decide")
                                      .endsWith("Request a new grant with interact.");
                                });
                      });
            });
  }

  @Test
  void is_undone_when_the_server_issues_other_than_one_token() {
    var grant = EXPIRED.in(Grants.renewing());

    assertThat(decide(grant, Grants.ISSUED))
        .isInstanceOfSatisfying(
            Transition.class,
            it -> {
              assertThat(it.events()).isEmpty();
              assertThat(it.next().state())
                  .isInstanceOfSatisfying(
                      Revoking.class,
                      undoing ->
                          assertThat(error(undoing.ending()).description())
                              .contains("issued something else than one access token alone"));
            });
  }

  @Test
  void says_which_tokens_live_on_where_the_server_issues_several_and_some_cannot_be_revoked() {
    var grant = EXPIRED.in(Grants.renewing());
    var issued = new Answer.Issued(issue(true, false), null, ENDPOINT);

    assertThat(decide(grant, issued))
        .isInstanceOfSatisfying(
            Transition.class,
            it ->
                assertThat(it.next().state())
                    .isInstanceOfSatisfying(
                        Revoking.class,
                        undoing -> assertTold(error(undoing.ending()), "access token 2")));
  }

  @Test
  void says_so_where_the_server_issues_several_tokens_and_none_can_be_revoked() {
    var grant = EXPIRED.in(Grants.renewing());
    var issued = new Answer.Issued(issue(false, false), null, ENDPOINT);

    assertThat(decide(grant, issued))
        .isInstanceOfSatisfying(
            Transition.class,
            it ->
                assertTold(
                    error((GrantState.Terminal) it.next().state()),
                    "access token 1, access token 2"));
  }

  private static Issue issue(boolean isFirstManaged, boolean isSecondManaged) {
    return new Issue(
        List.of(Grants.token("a", isFirstManaged), Grants.token("b", isSecondManaged)), null);
  }

  private static GrantError error(GrantState.Terminal ending) {
    return ((Failed) ending).error();
  }

  private static void assertTold(GrantError error, String left) {
    assertThat(error.code()).isEqualTo("revocation_incomplete");
    assertThat(error.description())
        .contains("gave no way to revoke " + left + ":")
        .contains("lives on until it expires")
        .contains("issued something else than one access token alone");
  }

  @Test
  void from_renewing_to_its_end_when_the_server_refuses_or_denies() {
    var grant = EXPIRED.in(Grants.renewing());

    assertThat(decide(grant, Grants.REFUSED))
        .isEqualTo(
            change(grant, new Failed(Grants.WRONG), "refused", new GrantFailed(Grants.WRONG)));
    assertThat(decide(grant, Grants.DENIED))
        .isEqualTo(change(grant, new Rejected(Grants.NO), "denied", new GrantRejected(Grants.NO)));
  }

  @Test
  void from_renewing_back_to_renewable_when_the_request_brought_nothing() {
    var grant = EXPIRED.in(Grants.renewing());

    assertThat(decide(grant, Grants.NOT_NOW))
        .isEqualTo(change(grant, new Renewable(1, 1, BUSY, NOW.plusSeconds(5)), "server_busy"));
    assertThat(decide(grant, Grants.UNKNOWN))
        .isEqualTo(
            change(grant, new Renewable(1, 1, Grants.LOST, NOW.plusSeconds(5)), "no_answer"));
  }

  @Test
  void ends_with_the_last_error_at_the_deadline_of_the_renewal() {
    var grant = EXPIRED.in(new Renewable(1, 3, BUSY, DEADLINE));

    assertThat(decide(grant, DUE, DEADLINE))
        .isEqualTo(change(grant, new Failed(BUSY), "deadline", new GrantFailed(BUSY)));
  }

  @Test
  void a_token_that_is_being_replaced_is_not_rotated_and_is_revoked_with_its_grant() {
    var grant = EXPIRED.in(new Renewable(1, 0, null, NOW));

    assertThat(decide(grant, Grants.ROTATE_TOKEN)).isInstanceOf(Stay.class);
    assertThat(decide(grant, Grants.REVOKE_TOKEN)).isEqualTo(decide(grant, REVOKE));
    assertThat(decide(grant, Grants.REVOKE_LABELLED)).isInstanceOf(Decision.Refuse.class);
  }

  @Test
  void a_revocation_wins_at_each_point() {
    var retiring = EXPIRED.in(Grants.retiring(2));
    var renewable = EXPIRED.in(new Renewable(1, 0, null, NOW));
    var renewing = EXPIRED.in(new Renewing(1, 1, null, LEASE_END));

    assertThat(decide(retiring, REVOKE))
        .isEqualTo(
            change(
                retiring, new Revoking(new OfGrant(CONTINUATION), REVOKED, NOW, 2, NOW), "revoke"));
    assertThat(decide(renewable, REVOKE))
        .isEqualTo(change(renewable, REVOKED, "revoke", new GrantRevoked(REVOKED.reason())));
    assertThat(decide(renewing, REVOKE))
        .isEqualTo(
            change(
                renewing,
                new Revoking(new OfUnansweredRequest(), REVOKED, NOW, 0, LEASE_END),
                "revoke"));
  }
}
