package dev.grantflow.acceptance;

import dev.grantflow.sandbox.authserver.ConsentDriver;
import java.util.List;

/// What services and resource owners do to one grant, and the events that it takes when nothing
/// crashes. Each step waits for what it needs, from whichever replica it comes.
enum Journey {
  DIRECT("bob", "GrantFinalized") {
    @Override
    void travel(Traveller traveller) {
      traveller.request();
    }
  },
  /// The server takes its time.
  SLOW("awkward-slow", "GrantFinalized") {
    @Override
    void travel(Traveller traveller) {
      traveller.request();
    }
  },
  APPROVED("alice", "GrantPending GrantFinalized") {
    @Override
    void travel(Traveller traveller) {
      traveller.requestInteractive();
      traveller.comeBack(ConsentDriver.approve(traveller.consentPage()));
    }
  },
  DENIED("alice", "GrantPending GrantRejected") {
    @Override
    void travel(Traveller traveller) {
      traveller.requestInteractive();
      traveller.comeBack(ConsentDriver.deny(traveller.consentPage()));
    }
  },
  EXPIRED("alice", "GrantPending GrantExpired") {
    @Override
    void travel(Traveller traveller) {
      traveller.requestInteractive("PT8S");
    }
  },
  REVOKED_WHILE_PENDING("alice", "GrantPending GrantRevoked") {
    @Override
    void travel(Traveller traveller) {
      traveller.requestInteractive();
      traveller.await("GrantPending");
      traveller.revoke();
    }
  },
  REVOKED_WHILE_FINALIZED("bob", "GrantFinalized GrantRevoked") {
    @Override
    void travel(Traveller traveller) {
      traveller.request();
      traveller.await("GrantFinalized");
      traveller.revoke();
    }
  },
  ROTATED("bob", "GrantFinalized GrantTokenRotated") {
    @Override
    void travel(Traveller traveller) {
      traveller.request();
      traveller.await("GrantFinalized");
      traveller.rotate();
    }
  },
  /// The server gives no continuation, so the token is revoked by its management URI.
  REVOKED_BY_TOKEN("awkward-no-continue", "GrantFinalized GrantRevoked") {
    @Override
    void travel(Traveller traveller) {
      traveller.request();
      traveller.await("GrantFinalized");
      traveller.revoke();
    }
  },
  /// The server holds the continuation until a cancellation comes, and issues a token all the same.
  REVOKED_WHILE_CONTINUING("awkward-cancel-race", "GrantPending GrantRevoked") {
    @Override
    void travel(Traveller traveller) {
      traveller.requestInteractive();
      var page = traveller.consentPage();
      var callback = ConsentDriver.approve(page);
      traveller.comeBackWhile(
          callback,
          () -> {
            traveller.awaitContinuation(page);
            traveller.revoke();
          });
    }
  },
  /// Two bad commands under one key make two events of one key in one batch.
  REFUSED_TWICE("bob", "GrantCommandRejected GrantCommandRejected") {
    @Override
    void travel(Traveller traveller) {
      traveller.requestInVain();
      traveller.requestInVain();
    }
  };

  private final String wallet;
  private final String told;

  /// @param told with blanks between
  Journey(String wallet, String told) {
    this.wallet = wallet;
    this.told = told;
  }

  abstract void travel(Traveller traveller);

  /// One of its own for each grant, by which it is found in the server's books.
  String wallet(String grantId) {
    return wallet + "." + grantId;
  }

  /// Types of its events, without duplicates.
  List<String> told() {
    return List.of(told.split(" ", -1));
  }
}
