package dev.grantflow.sandbox.services;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class GivenServicesTest {

  private final LocalServices others = LocalServices.shared();

  @Test
  void are_used_as_they_are_and_left_as_they_were() throws SQLException {
    List<String> progress = new ArrayList<>();
    LocalServices services = LocalServices.start(settings(), progress::add);
    Database database = services.newDatabase();
    connect(database).close();
    assertThat(services.bootstrapServers()).isEqualTo(others.bootstrapServers());
    assertThat(String.join(" ", progress))
        .contains("because grantflow.services=addresses says so")
        .doesNotContain(others.addresses().password());

    services.close();

    assertThatThrownBy(() -> connect(database))
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("Access denied");
    connect(others.newDatabase()).close();
  }

  private Settings settings() {
    Path unused = Path.of("unused");
    return new Settings(
        Wanted.ADDRESSES,
        Optional.of(others.addresses()),
        unused,
        unused,
        unused,
        Optional.empty());
  }

  private static Connection connect(Database database) throws SQLException {
    return database.connect();
  }
}
