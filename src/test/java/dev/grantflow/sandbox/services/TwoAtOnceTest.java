package dev.grantflow.sandbox.services;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(180)
class TwoAtOnceTest {

  @Test
  void have_servers_of_their_own_and_end_alone() {
    LocalServices first = LocalServices.shared();
    assumeThat(first.choice()).doesNotStartWith("the given addresses");

    try (LocalServices second = LocalServices.start(_ -> {})) {
      assertThat(second.bootstrapServers()).isNotEqualTo(first.bootstrapServers());
      assertThat(server(second)).isNotEqualTo(server(first));
    }

    assertThat(server(first)).startsWith("jdbc:mysql://");
  }

  private static String server(LocalServices services) {
    Database database = services.newDatabase();
    return database.jdbcUrl().replace(database.user(), "");
  }
}
