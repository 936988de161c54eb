package dev.grantflow.mysql.encryption;

import dev.grantflow.settings.Faults;
import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.context.annotation.Context;
import io.micronaut.core.bind.annotation.Bindable;
import java.nio.file.Path;
import java.time.Duration;

/// How what the database holds is encrypted.
///
/// @param keysetFile a Tink keyset of AES256_GCM keys as JSON, in clear, such as a mounted
///   Kubernetes secret, which its keeper protects; the same one for all replicas
/// @param reload how often the file is looked at; a changed keyset that fits the database is taken
///   without a restart
/// @param interval from the end of one round of re-encryption to the next, and how long a changed
///   keyset is known before that begins
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

  /// @throws IllegalArgumentException naming the properties, their values and what they must be
  public EncryptionSettings {
    var faults = new Faults("grantflow.encryption");
    faults.check(isAtLeastASecond(reload), "reload", reload, "at least 1s");
    faults.check(isAtLeastASecond(interval), "interval", interval, "at least 1s");
    faults.check(
        batchSize >= 1 && batchSize <= BATCH_SIZE_MAX,
        "batch-size",
        batchSize,
        "from 1 to " + BATCH_SIZE_MAX);
    faults.check(!pause.isNegative(), "pause", pause, "0s or longer");
    faults.end();
  }

  private static boolean isAtLeastASecond(Duration value) {
    return value.compareTo(Duration.ofSeconds(1)) >= 0;
  }
}
