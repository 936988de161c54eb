package dev.grantflow.acceptance.point;

import dev.grantflow.wallet.WalletAddresses;
import io.micronaut.context.annotation.Requires;
import io.micronaut.context.event.BeanCreatedEvent;
import io.micronaut.context.event.BeanCreatedEventListener;
import jakarta.inject.Singleton;

/// Around the cache, which is empty in a process that has just started.
@Singleton
@Requires(property = Armed.POINT)
final class WalletPoints implements BeanCreatedEventListener<WalletAddresses> {

  private final Armed armed;

  WalletPoints(Armed armed) {
    this.armed = armed;
  }

  @Override
  public WalletAddresses onCreated(BeanCreatedEvent<WalletAddresses> created) {
    var wallets = created.getBean();
    return walletAddress -> {
      armed.pass(FailurePoint.WALLET_BEFORE_CALL);
      var discovery = wallets.discover(walletAddress);
      armed.pass(FailurePoint.WALLET_AFTER_ANSWER);
      return discovery;
    };
  }
}
