package dev.grantflow.sandbox.services;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.grantflow.sandbox.services.FreePorts.PortTaken;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/// Somebody takes the port between its choice and the server's start, and says nothing there.
@Timeout(120)
class PortTakenTest {

  @TempDir private Path folder;

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void is_told_by_kafka() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      int port = taken.getLocalPort();
      KafkaFolder kafka = KafkaFolder.write(folder, port, FreePorts.choose(1).getFirst());

      assertThatThrownBy(() -> KafkaBroker.start(kafka, port, Durability.NONE.kafkaOptions()))
          .isInstanceOf(PortTaken.class);
    }
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void is_told_by_mysql() throws Exception {
    assumeThat(LocalServices.shared().choice()).startsWith("child processes");
    Settings settings = Settings.ofThisJvm();
    MySqlInstallation mysql =
        MySqlInstallation.prepare(
            settings, Versions.ofTheBuild(), new UserCache(settings.cache(), _ -> {}), _ -> {});
    Path init = Files.writeString(folder.resolve("init.sql"), "SELECT 1;\n");
    FileTrees.copySparse(mysql.template(), folder.resolve("data"));
    try (ServerSocket taken = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      int port = taken.getLocalPort();

      assertThatThrownBy(() -> MySqlServer.start(mysql, folder, init, port, "any", Durability.NONE))
          .isInstanceOf(PortTaken.class);
    }
  }
}
