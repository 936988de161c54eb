package dev.grantflow.web;

import static io.netty.buffer.Unpooled.copiedBuffer;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import io.micronaut.http.server.netty.NettyHttpServer;
import io.micronaut.http.server.netty.handler.accesslog.HttpAccessLogHandler;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.logging.LogLevel;
import io.netty.handler.logging.LoggingHandler;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;

/// What the server's own settings have it log, which the service refuses to start with, under the
/// ceiling that it ships with.
final class ServerDumpTest {

  @ParameterizedTest
  @EnumSource(LogLevel.class)
  void no_bytes_of_a_call_are_logged_at_any_level(LogLevel level) throws Exception {
    try (var log = new Overheard(Level.INFO)) {
      var channel = new EmbeddedChannel(new LoggingHandler(NettyHttpServer.class, level));
      var _ = channel.writeInbound(copiedBuffer("c4llback", UTF_8));
      var _ = channel.finishAndReleaseAll();
      LoggerFactory.getLogger(HttpAccessLogHandler.HTTP_ACCESS_LOGGER)
          .info("GET /finish/c4llback-1d?hash=h4sh");

      assertThat(log.text()).contains("everything else").doesNotContain("c4llback", "READ");
    }
  }
}
