package dev.grantflow.web;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.LoggerFactory;

final class LoggersTest {

  private static final String NAME = "dev.grantflow.web.LoggersTest";
  private static final String PATH = "/loggers/" + NAME;
  private static final String DEBUG = "{\"configuredLevel\":\"DEBUG\"}";

  @RegisterExtension static final WebServer SERVER = new WebServer();

  @Test
  void a_level_is_changed_while_the_service_runs() throws Exception {
    var before = SERVER.manage("GET", PATH);

    var changed = SERVER.manageBody("POST", PATH, DEBUG, WebServer.IDENTITY.authorization());
    var isOn = LoggerFactory.getLogger(NAME).isDebugEnabled();
    var after = SERVER.manage("GET", PATH);
    SERVER.manageBody("POST", PATH, "{}", WebServer.IDENTITY.authorization());

    assertThat(before.body()).contains("\"effectiveLevel\":\"WARN\"");
    assertThat(changed.statusCode()).isEqualTo(200);
    assertThat(isOn).isTrue();
    assertThat(after.body()).contains("\"effectiveLevel\":\"DEBUG\"");
    assertThat(LoggerFactory.getLogger(NAME).isDebugEnabled()).isFalse();
  }

  @Test
  void tells_who_set_what_to_which_level_and_who_was_not_let_to() throws Exception {
    var reader = "Bearer " + WebServer.IDENTITY.token(List.of("operations:read"));
    try (var log = new Overheard(Level.INFO)) {
      SERVER.manageBody("POST", PATH, DEBUG, WebServer.IDENTITY.authorization());
      SERVER.manageBody("POST", PATH, "{}", WebServer.IDENTITY.authorization());
      SERVER.manageBody("POST", PATH, DEBUG, reader);

      assertThat(log.text())
          .contains("target=\"" + NAME + " at DEBUG\", status=\"200\"")
          .contains("target=\"" + NAME + " at NOT_SPECIFIED\", status=\"200\"")
          .contains("target=\"" + NAME + "\", status=\"403\"");
    }
  }

  @Test
  void only_who_may_write_as_an_operator_changes_one() throws Exception {
    var reader = "Bearer " + WebServer.IDENTITY.token(List.of("operations:read"));

    assertThat(SERVER.manageBody("POST", PATH, DEBUG, reader).statusCode()).isEqualTo(403);
    assertThat(SERVER.manageBare("GET", PATH, "Authorization", reader).statusCode()).isEqualTo(200);
    assertThat(SERVER.manageBare("POST", PATH).statusCode()).isEqualTo(401);
    assertThat(SERVER.manageBare("GET", "/loggers").statusCode()).isEqualTo(401);
    assertThat(LoggerFactory.getLogger(NAME).isDebugEnabled()).isFalse();
  }

  @Test
  void none_is_made_by_being_asked_for() throws Exception {
    var name = NAME + "." + UUID.randomUUID();

    var told = SERVER.manage("GET", "/loggers/" + name);

    assertThat(told.body()).contains("\"effectiveLevel\":\"WARN\"");
    assertThat(((LoggerContext) LoggerFactory.getILoggerFactory()).exists(name)).isNull();
  }

  @Test
  void nothing_of_it_is_on_the_public_port() throws Exception {
    assertThat(SERVER.get("/loggers").statusCode()).isEqualTo(404);
    assertThat(SERVER.send("POST", PATH).statusCode()).isEqualTo(404);
  }
}
