package dev.grantflow.mysql.encryption;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.context.annotation.Context;
import io.micronaut.core.bind.annotation.Bindable;
import java.nio.file.Path;
import java.time.Duration;

/// How what the database holds is encrypted.
///
/// @param keysetFile a Tink keyset as JSON, in clear: the file's keeper protects it
/// @param reload how often the file is looked at; a changed one is taken without a restart
/// @param interval from the end of one round of re-encryption to the next
/// @param batchSize rows that one transaction re-encrypts, at most
/// @param pause between two batches of a round, which leaves the database to others
@Context
@ConfigurationProperties("grantflow.encryption")
public record EncryptionSettings(
    Path keysetFile,
    @Bindable(defaultValue = RELOAD) Duration reload,
    @Bindable(defaultValue = INTERVAL) Duration interval,
    @Bindable(defaultValue = "100") int batchSize,
    @Bindable(defaultValue = "50ms") Duration pause) {

  public static final String RELOAD = "10s";
  public static final String INTERVAL = "1m";

  static final String KEYSET_FILE = "grantflow.encryption.keyset-file";

  private static final int BATCH_SIZE_MAX = 1_000;

  /// @throws IllegalArgumentException naming the property, its value and what it must be
  public EncryptionSettings {
    checkAtLeastASecond("reload", reload);
    checkAtLeastASecond("interval", interval);
    check(
        batchSize >= 1 && batchSize <= BATCH_SIZE_MAX,
        "batch-size",
        batchSize,
        "from 1 to " + BATCH_SIZE_MAX);
    check(!pause.isNegative(), "pause", pause, "0s or longer");
  }

  private static void checkAtLeastASecond(String name, Duration value) {
    check(value.compareTo(Duration.ofSeconds(1)) >= 0, name, value, "at least 1s");
  }

  private static void check(boolean isRight, String name, Object value, String wanted) {
    if (!isRight) {
      throw new IllegalArgumentException(
          "grantflow.encryption.%s is %s and must be %s".formatted(name, value, wanted));
    }
  }
}
