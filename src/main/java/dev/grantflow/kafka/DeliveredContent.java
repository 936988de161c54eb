package dev.grantflow.kafka;

import dev.grantflow.contract.SubjectContent;
import dev.grantflow.contract.TokenContent;
import dev.grantflow.engine.TokenDelivery;
import dev.grantflow.engine.TokenDelivery.Encrypted;
import dev.grantflow.engine.TokenDelivery.Inline;
import dev.grantflow.engine.TokenDelivery.Reference;
import dev.grantflow.engine.TokenDelivery.Sealing;
import dev.grantflow.grant.AccessToken;
import dev.grantflow.grant.Grant;
import dev.grantflow.grant.GrantEvent;
import dev.grantflow.grant.Issue;
import dev.grantflow.grant.Secret;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/// The members of an event that hold, replace or stand for what the authorization server gave, as
/// the client instance's delivery wants them.
record DeliveredContent(Grant grant, GrantEvent.OfGrant event, TokenDelivery delivery) {

  private static final String REFERENCE = "tokenReference";

  void put(ObjectNode data, Issue issue) {
    switch (delivery) {
      case Inline() -> putWhole(data, issue);
      case Encrypted(var sealing) -> putSealed(data, sealing, issue);
      case Reference() -> {
        if (!issue.accessTokens().isEmpty()) {
          TokenContent.putTold(data, grant.request().wanted(), issue);
        }
        if (issue.subject() != null) {
          SubjectContent.putTold(data, issue.subject());
        }
        data.put(REFERENCE, reference());
      }
    }
  }

  void put(ObjectNode data, AccessToken token) {
    switch (delivery) {
      case Inline() -> TokenContent.putWhole(data, token.verbatim());
      case Encrypted(var sealing) -> putSealed(data, sealing, "access_token", token.verbatim());
      case Reference() -> {
        TokenContent.putTold(data, token);
        data.put(REFERENCE, reference());
      }
    }
  }

  private void putWhole(ObjectNode data, Issue issue) {
    if (!issue.accessTokens().isEmpty()) {
      TokenContent.putWhole(data, TokenContent.whole(grant.request().wanted(), issue));
    }
    if (issue.subject() != null) {
      SubjectContent.putWhole(data, issue.subject());
    }
  }

  private void putSealed(ObjectNode data, Sealing sealing, Issue issue) {
    if (!issue.accessTokens().isEmpty()) {
      var whole = TokenContent.whole(grant.request().wanted(), issue);
      putSealed(data, sealing, "access_token", whole);
    }
    if (issue.subject() != null) {
      putSealed(data, sealing, "subject", issue.subject());
    }
  }

  /// Bound to its place, so that nobody can make it pass for that of another grant, another event
  /// or another member.
  private void putSealed(ObjectNode data, Sealing sealing, String member, Secret whole) {
    var bound =
        Map.of(
            "grantId",
            grant.id().value(),
            "event",
            event.getClass().getSimpleName(),
            "eventId",
            CloudEventFormat.id(grant),
            "member",
            member);
    data.put(member + "_jwe", sealing.seal(whole, bound));
  }

  /// A grant's id needs no escape in a path.
  private String reference() {
    return "/v1/grants/" + grant.id().value() + "/token";
  }
}
