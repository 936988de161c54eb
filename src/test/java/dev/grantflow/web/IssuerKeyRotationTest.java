package dev.grantflow.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grantflow.grant.GrantState.Status;
import dev.grantflow.sandbox.identity.SandboxIdentityProvider;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The identity provider's keys, fetched from it.
@Timeout(60)
final class IssuerKeyRotationTest {

  private final SandboxIdentityProvider provider = SandboxIdentityProvider.start();
  private final WebServer server = WebServer.believing(settings());

  @AfterEach
  void stop() {
    server.close();
    provider.close();
  }

  @Test
  void a_new_key_counts_at_once_and_one_withdrawn_no_longer() throws Exception {
    var before = provider.authorization();
    assertThat(status(before)).isEqualTo(200);
    provider.rotate(true);
    var between = provider.authorization();
    assertThat(status(between)).isEqualTo(200);
    assertThat(status(before)).isEqualTo(200);
    provider.rotate(false);

    assertThat(status(provider.authorization())).isEqualTo(200);
    assertThat(status(before)).isEqualTo(401);
    assertThat(status(between)).isEqualTo(401);
  }

  @Test
  void keys_that_are_known_outlast_the_providers_outage() throws Exception {
    var known = provider.authorization();
    assertThat(status(known)).isEqualTo(200);
    provider.beAway(true);
    provider.rotate(false);

    assertThat(status(provider.authorization())).as("cannot be known").isEqualTo(401);
    assertThat(status(known)).isEqualTo(200);
  }

  @Test
  void a_provider_that_was_never_there_is_no_fault_of_the_caller() throws Exception {
    provider.beAway(true);
    var late = WebServer.believing(settings());
    try {
      var early = late.bare("GET", "/v1/grants/order-7", "Authorization", provider.authorization());
      provider.beAway(false);

      assertThat(early.statusCode()).isEqualTo(503);
      assertThat(early.headers().firstValue("Retry-After")).isPresent();
      assertThat(early.body()).contains("/problems/unavailable", "identity provider");
      assertThat(status(late, provider.authorization())).isEqualTo(200);
    } finally {
      late.close();
    }
  }

  @Test
  void keys_are_known_and_fresh_before_anybody_shows_a_token() throws Exception {
    var settings = settings();
    settings.put("grantflow.security.jwks-max-age", "1s");
    var idle = WebServer.believing(settings);
    try {
      var before = provider.keyRequests();
      awaitKeyRequests(before + 2);
      provider.beAway(true);

      assertThat(status(idle, provider.authorization())).isEqualTo(200);
    } finally {
      idle.close();
    }
  }

  @Test
  void many_tokens_are_checked_by_keys_that_were_fetched_once() throws Exception {
    for (var i = 0; i < 20; i++) {
      assertThat(status(provider.authorization())).isEqualTo(200);
    }

    assertThat(provider.keyRequests()).isEqualTo(1);
  }

  private void awaitKeyRequests(int count) {
    var latest = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (provider.keyRequests() < count) {
      assertThat(System.nanoTime()).as("asked for keys in time").isLessThan(latest);
      LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
    }
  }

  private int status(String authorization) throws IOException, InterruptedException {
    return status(server, authorization);
  }

  private static int status(WebServer server, String authorization)
      throws IOException, InterruptedException {
    server.grants().show(Grants.in(Status.PENDING), null);
    return server.bare("GET", "/v1/grants/order-7", "Authorization", authorization).statusCode();
  }

  private Map<String, Object> settings() {
    var settings = new HashMap<>(provider.settings());
    settings.put("grantflow.security.jwks-pause", "1ms");
    return settings;
  }
}
