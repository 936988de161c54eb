package dev.grantflow.mysql;

import static dev.grantflow.mysql.StoredGrants.NOON;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.grantflow.Obstacles;
import dev.grantflow.engine.GrantStore;
import dev.grantflow.engine.Outbox;
import dev.grantflow.engine.Outbox.Settled;
import dev.grantflow.grant.Decision.Transition;
import dev.grantflow.grant.Grant;
import dev.grantflow.grant.GrantState;
import dev.grantflow.sandbox.services.LocalServices;
import io.micronaut.context.ApplicationContext;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// A copy of the database's files gives nothing away: tables, logs of changes and what was deleted.
class RawFilesTest {

  private static final int CHUNK = 4 * 1024 * 1024;

  private final Secretive secretive = new Secretive("canary" + random());
  private final String open = "open" + random();

  @Test
  void no_file_of_the_database_holds_a_secret_in_any_form() throws Exception {
    var services = LocalServices.shared();
    var database = services.newDatabase();
    try (var context = MySql.start(database, Map.of())) {
      var folder = folder(context);
      Obstacles.skip(
          Files.isReadable(folder.resolve(database.user()).resolve("grants.ibd"))
              ? Optional.empty()
              : Optional.of(
                  "MySQL's files are not this machine's, or not ours to read: " + folder));
      fill(context);
      services.flushMySql();

      var found = scan(folder, Stream.concat(forms(secretive.mark()), Stream.of(open)).toList());

      assertThat(found).as("files with a secret").allMatch(it -> it.endsWith(open));
      assertThat(found)
          .as("where the scan finds what is no secret")
          .anyMatch(it -> it.startsWith("grants.ibd"))
          .anyMatch(it -> it.startsWith("grant_history.ibd"))
          .anyMatch(it -> it.contains("redo"));
    }
  }

  @Test
  void the_scan_finds_each_form() {
    for (var before = 0; before < 3; before++) {
      var text = "x".repeat(before) + secretive.text("token");
      assertThat(forms(secretive.mark())).anyMatch(text::contains);
      assertThat(forms(secretive.mark())).anyMatch(base64(text)::contains);
      assertThat(forms(secretive.mark()))
          .anyMatch(HexFormat.of().formatHex(text.getBytes(UTF_8))::contains);
    }
  }

  /// Grants in each state, changed, moved on and ended; messages that wait, that were published and
  /// that are set aside.
  private void fill(ApplicationContext context) {
    var store = context.getBean(GrantStore.class);
    var outbox = context.getBean(Outbox.class);
    for (var state : secretive.states()) {
      var kept = StoredGrants.add(store, named(StoredGrants.in(state)), NOON);
      tell(store, kept);
      var ended = StoredGrants.add(store, named(StoredGrants.in(state)), NOON);
      store.commit(
          ended,
          new Transition(StoredGrants.in(ended, new GrantState.Expired()), List.of(), "deadline"),
          NOON);
    }
    store.reject(secretive.refused(), NOON);
    outbox.drain(4, messages -> new Settled(messages.size(), Map.of(1, "too large")));
    outbox.drain(100, messages -> new Settled(messages.size(), Map.of(messages.size() - 1, "no")));
    tell(
        store,
        StoredGrants.add(store, named(StoredGrants.in(secretive.states().getFirst())), NOON));
    store.reject(secretive.refused(), NOON);
    assertThat(outbox.backlog().messages()).isEqualTo(4);
    assertThat(outbox.backlog().aside()).isEqualTo(2);
  }

  private void tell(GrantStore store, Grant grant) {
    var told = new Transition(grant, secretive.events(), "told");
    assertThat(store.commit(grant, told, NOON)).isPresent();
  }

  private Grant named(Grant grant) {
    return StoredGrants.named(open + "-" + grant.id().value().substring(0, 8), grant);
  }

  private static Path folder(ApplicationContext context) throws SQLException {
    try (var connection = MySql.connect(context);
        var statement = connection.createStatement();
        var row = statement.executeQuery("SELECT @@datadir")) {
      row.next();
      return Path.of(row.getString(1));
    }
  }

  /// Where what was found, as file name and text.
  private static Set<String> scan(Path folder, List<String> wanted) throws IOException {
    var found = new TreeSet<String>();
    try (var files = Files.walk(folder)) {
      for (var file : files.filter(Files::isRegularFile).toList()) {
        scan(file, folder.relativize(file).toString(), wanted, found);
      }
    }
    return found;
  }

  private static void scan(Path file, String where, List<String> wanted, Set<String> found)
      throws IOException {
    var overlap = wanted.stream().mapToInt(String::length).max().orElseThrow();
    try (InputStream in = Files.newInputStream(file)) {
      var rest = "";
      for (var bytes = in.readNBytes(CHUNK); bytes.length > 0; bytes = in.readNBytes(CHUNK)) {
        var text = rest + new String(bytes, ISO_8859_1);
        wanted.stream()
            .filter(text::contains)
            .forEach(it -> found.add(where.replaceFirst("grantflow_[^/]*/", "") + " " + it));
        rest = text.substring(Math.max(0, text.length() - overlap));
      }
    } catch (NoSuchFileException _) {
      // Temporary files come and go while the server runs.
    }
  }

  private static Stream<String> forms(String mark) {
    var hex = HexFormat.of().formatHex(mark.getBytes(UTF_8));
    return Stream.concat(
        Stream.of(mark, hex, hex.toUpperCase(Locale.ROOT)),
        IntStream.range(0, 3).mapToObj(before -> inner(before, mark)));
  }

  /// The part of the base64 text that is the same whatever stands around it.
  private static String inner(int before, String mark) {
    var text = base64("x".repeat(before) + mark);
    var begin = before == 0 ? 0 : 4;
    return text.substring(begin, text.length() - 4);
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
  }

  private static String random() {
    return UUID.randomUUID().toString().replace("-", "");
  }
}
