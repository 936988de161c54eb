package dev.grantflow.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grantflow.engine.SetAside.Entry;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class SetAsideEndpointTest {

  @RegisterExtension static final WebServer SERVER = new WebServer();

  @Test
  void lists_what_is_set_aside_and_releases_it() throws Exception {
    var since = Instant.parse("2026-03-01T12:00:00Z");
    SERVER.setAside().add(new Entry("order-1", "REQUESTING", since, 5, "java.lang.Error at x:1"));

    var listed = SERVER.manage("GET", "/set-aside");
    var released = SERVER.manage("POST", "/set-aside/order-1");
    var again = SERVER.manage("POST", "/set-aside/order-1");

    assertThat(listed.body())
        .isEqualTo(
            "[{\"grantId\":\"order-1\",\"state\":\"REQUESTING\",\"since\":\"2026-03-01T12:00:00Z\","
                + "\"faults\":5,\"fault\":\"java.lang.Error at x:1\"}]");
    assertThat(released.statusCode()).isEqualTo(204);
    assertThat(again.statusCode()).isEqualTo(404);
    assertThat(SERVER.manage("GET", "/set-aside").body()).isEqualTo("[]");
  }

  @Test
  void nothing_of_it_is_on_the_public_port() throws Exception {
    assertThat(SERVER.get("/set-aside").statusCode()).isEqualTo(404);
    assertThat(SERVER.send("POST", "/set-aside/order-1").statusCode()).isEqualTo(404);
    assertThat(SERVER.get("/health/readiness").statusCode()).isEqualTo(404);
    assertThat(SERVER.get("/health").statusCode()).isEqualTo(404);
    assertThat(SERVER.get("/prometheus").statusCode()).isEqualTo(404);
  }

  @Test
  void no_callback_is_taken_on_the_management_port() throws Exception {
    assertThat(SERVER.manage("GET", "/finish/1?hash=h4sh&interact_ref=r3f").statusCode())
        .isEqualTo(404);
  }
}
