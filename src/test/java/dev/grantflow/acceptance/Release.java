package dev.grantflow.acceptance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Two releases of the service that differ as releases do that may run side by side: the newer one
/// has changed the schema, which the older one does not know. There is no older artifact to take,
/// so both are the one under test, and the newer one has a migration more beside it.
enum Release {
  OLDER {
    @Override
    List<String> arguments(Path folder) {
      return PackagedService.arguments();
    }
  },
  NEWER {
    @Override
    List<String> arguments(Path folder) throws IOException {
      var newer = folder.resolve("newer");
      var migrations = Files.createDirectories(newer.resolve("db/migration"));
      Files.writeString(
          migrations.resolve("V%s__later.sql".formatted(SCHEMA)),
          """
          ALTER TABLE grants ADD COLUMN later VARCHAR(16) NULL, ADD KEY grants_by_later (later);
          ALTER TABLE outbox ADD COLUMN later VARCHAR(16) NULL;
          CREATE TABLE later (number BIGINT NOT NULL, PRIMARY KEY (number)) ENGINE = InnoDB;
          """);
      return PackagedService.argumentsWith(newer);
    }
  };

  /// That the newer one brings.
  static final String SCHEMA = "9999";

  /// What stands behind `java`.
  abstract List<String> arguments(Path folder) throws IOException;
}
