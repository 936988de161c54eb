package dev.grantflow.sandbox.services;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/// Against a server that speaks the few words of Docker's API that matter.
@Timeout(20)
class DockerDaemonTest {

  private static final List<String> IMAGES = List.of("a/b:1", "c:2");

  private final CountDownLatch end = new CountDownLatch(1);
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final List<String> progress = new ArrayList<>();
  private final HttpServer server = start();

  @BeforeEach
  void answer_to_a_ping() {
    server.createContext("/_ping", exchange -> answer(exchange, 200, "OK"));
    server.createContext("/images/c:2/json", exchange -> answer(exchange, 200, "{}"));
  }

  @AfterEach
  void stop() {
    end.countDown();
    server.stop(0);
    threads.shutdownNow();
  }

  @Test
  void is_usable_where_it_has_the_images() {
    server.createContext("/images/a/b:1/json", exchange -> answer(exchange, 200, "{}"));

    assertThat(ask()).isEqualTo(new DockerAnswer.Usable(address()));
    assertThat(progress).isEmpty();
  }

  @Test
  void is_usable_where_it_can_pull_the_image_that_it_lacks() {
    List<String> pulled = new ArrayList<>();
    server.createContext(
        "/images/create",
        exchange -> {
          pulled.add(
              URLDecoder.decode(exchange.getRequestURI().getRawQuery(), StandardCharsets.UTF_8));
          answer(exchange, 200, "{\"status\":\"Status: Downloaded newer image\"}\n");
        });

    assertThat(ask()).isEqualTo(new DockerAnswer.Usable(address()));
    assertThat(pulled).containsExactly("fromImage=a/b:1");
    assertThat(progress)
        .containsExactly("Docker answers at " + address() + ", but lacks [a/b:1]: pulling");
  }

  @Test
  void is_not_usable_where_no_registry_is_known() {
    server.createContext(
        "/images/create",
        exchange -> answer(exchange, 500, "{\"message\":\"Get \\\"https://r\\\": no such host\"}"));

    assertThat(ask()).isEqualTo(unusable("Get \"https://r\": no such host"));
  }

  @Test
  void is_not_usable_where_a_pull_breaks_off() {
    server.createContext(
        "/images/create",
        exchange ->
            answer(
                exchange,
                200,
                "{\"status\":\"Pulling fs layer\"}\n{\"error\":\"toomanyrequests\"}\n"));

    assertThat(ask()).isEqualTo(unusable("toomanyrequests"));
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void is_not_usable_where_the_registry_stays_silent_for_seconds() {
    server.createContext("/images/create", this::hang);

    assertThat(ask()).isEqualTo(unusable("no registry answered within 6 s"));
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void is_not_there_where_it_does_not_answer_to_a_ping_within_seconds() {
    server.removeContext("/_ping");
    server.createContext("/_ping", this::hang);

    assertThat(ask())
        .isEqualTo(new DockerAnswer.Unusable("no Docker daemon answers at " + address()));
  }

  @Test
  void is_not_there_where_nobody_listens() {
    assertThat(DockerDaemon.ask(List.of("unix:///no/such.sock"), IMAGES, progress::add))
        .isEqualTo(new DockerAnswer.Unusable("no Docker daemon answers at /no/such.sock"));
  }

  private DockerAnswer ask() {
    return DockerDaemon.ask(List.of(address()), IMAGES, progress::add);
  }

  private DockerAnswer unusable(String why) {
    return new DockerAnswer.Unusable(
        "the Docker daemon at %s has no image a/b:1 and cannot pull it (%s)"
            .formatted(address(), why));
  }

  private String address() {
    return "tcp://127.0.0.1:" + server.getAddress().getPort();
  }

  private HttpServer start() {
    try {
      HttpServer started =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      started.setExecutor(threads);
      started.start();
      return started;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private void hang(HttpExchange exchange) throws IOException {
    try {
      end.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    exchange.close();
  }

  private static void answer(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }
}
