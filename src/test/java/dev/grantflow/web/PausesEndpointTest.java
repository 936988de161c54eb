package dev.grantflow.web;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class PausesEndpointTest {

  @RegisterExtension static final WebServer SERVER = new WebServer();

  @Test
  void pauses_shows_and_resumes() throws Exception {
    var paused = SERVER.manage("POST", "/pauses/server/auth.example:8443?reason=key%20changed");
    var listed = SERVER.manage("GET", "/pauses");
    var resumed = SERVER.manage("DELETE", "/pauses/server/auth.example:8443");
    var again = SERVER.manage("DELETE", "/pauses/server/auth.example:8443");

    var told =
        "{\"kind\":\"server\",\"name\":\"auth.example:8443\",\"since\":\"1970-01-01T00:00:00Z\","
            + "\"by\":\"shop-backend\",\"reason\":\"key changed\"}";
    assertThat(paused.body()).isEqualTo(told);
    assertThat(listed.body()).isEqualTo("[" + told + "]");
    assertThat(resumed.statusCode()).isEqualTo(204);
    assertThat(again.statusCode()).isEqualTo(404);
    assertThat(SERVER.manage("GET", "/pauses").body()).isEqualTo("[]");
  }

  @Test
  void refuses_what_cannot_be_paused() throws Exception {
    assertThat(SERVER.manage("POST", "/pauses/client/unknown").statusCode()).isEqualTo(422);
    assertThat(SERVER.manage("POST", "/pauses/moon/shop").body()).contains("Give client or server");
    assertThat(SERVER.manage("DELETE", "/pauses/moon/shop").statusCode()).isEqualTo(422);
  }

  @Test
  void leaves_a_line_that_says_what_was_refused_to_whom() throws Exception {
    var reader = "Bearer " + WebServer.IDENTITY.token(List.of("operations:read"));
    try (var log = new Overheard(Level.INFO)) {
      SERVER.manage("POST", "/pauses/client/unknown");
      SERVER.manageBare("DELETE", "/pauses/server/auth.example", "Authorization", reader);

      assertThat(log.text())
          .contains("target=\"client unknown\", status=\"422\"")
          .contains("target=\"server auth.example\", status=\"403\"");
    }
  }

  @Test
  void leaves_a_line_that_says_who_paused_what() throws Exception {
    try (var log = new Overheard(Level.INFO)) {
      SERVER.manage("POST", "/pauses/client/shop");
      SERVER.manage("DELETE", "/pauses/client/shop");

      assertThat(log.text())
          .contains("operation=\"POST /pauses/{kind}/{name}\"")
          .contains("operation=\"DELETE /pauses/{kind}/{name}\"")
          .contains("target=\"client shop\"");
    }
  }
}
