package dev.grantflow.soak;

import java.net.URI;
import java.util.Optional;
import java.util.regex.Pattern;

/// The people who are asked for their consent.
final class ResourceOwners {

  private static final Pattern FIRST_OF_HASH = Pattern.compile("([?&]hash=)(.)");

  private final Replicas replicas;
  private final Tasks tasks;
  private final Count<Owner> decisions = new Count<>();

  ResourceOwners(Replicas replicas, Tasks tasks) {
    this.replicas = replicas;
    this.tasks = tasks;
  }

  /// What they have done, and have heard of from the service where they came back to it.
  Count<Owner> decisions() {
    return decisions;
  }

  /// Everybody has a browser, and uses one for one grant.
  Browser browser() {
    return new Browser(replicas);
  }

  /// @return the finish callback that the consent page leads to; empty where nobody goes there
  Optional<URI> decide(PlannedGrant grant, Browser browser, URI redirect)
      throws InterruptedException {
    return switch (grant.kind().owner()) {
      case APPROVES, COMES_WITH_A_WRONG_HASH_FIRST, RELOADS, COMES_TWICE_AT_ONCE ->
          decide(browser, redirect, "approve");
      case DENIES -> decide(browser, redirect, "deny");
      case STAYS_AWAY -> {
        decisions.add(Owner.STAYS_AWAY);
        yield Optional.empty();
      }
    };
  }

  private static Optional<URI> decide(Browser browser, URI redirect, String choice)
      throws InterruptedException {
    var page = browser.open(redirect);
    return page.isPresent() ? browser.decide(page.get(), choice) : Optional.empty();
  }

  void comeBack(PlannedGrant grant, Browser browser, URI callback) throws InterruptedException {
    var owner = grant.kind().owner();
    var status =
        switch (owner) {
          case APPROVES, DENIES, STAYS_AWAY -> browser.comeBack(callback);
          case COMES_WITH_A_WRONG_HASH_FIRST -> {
            browser.comeBack(withWrongHash(callback));
            yield browser.comeBack(callback);
          }
          case RELOADS -> {
            browser.comeBack(callback);
            yield browser.comeBack(callback);
          }
          case COMES_TWICE_AT_ONCE -> {
            tasks.start(() -> browser.comeBack(callback));
            yield browser.comeBack(callback);
          }
        };
    if (status > 0) {
      decisions.add(owner);
    }
  }

  private static URI withWrongHash(URI callback) {
    return URI.create(
        FIRST_OF_HASH
            .matcher(callback.toString())
            .replaceFirst(hash -> hash.group(1) + (hash.group(2).equals("A") ? "B" : "A")));
  }
}
