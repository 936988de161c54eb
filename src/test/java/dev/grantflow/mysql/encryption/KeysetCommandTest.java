package dev.grantflow.mysql.encryption;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeysetCommandTest {

  private static final Place PLACE = new Place("table", "column", "row");

  @TempDir Path folder;

  private final ByteArrayOutputStream said = new ByteArrayOutputStream();
  private Path file;

  @BeforeEach
  void name() {
    file = folder.resolve("keyset.json");
  }

  @Test
  void a_keyset_is_made_for_its_owner_alone_and_works() throws IOException {
    assertThat(run("create", file)).isZero();

    var keyset = Keyset.read(file);
    assertThat(said()).isEqualTo("%d encrypts and decrypts\n".formatted(keyset.primary()));
    assertThat(opened(keyset, keyset.encrypt(new byte[] {1, 2}, PLACE))).containsExactly(1, 2);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(folder).isDirectoryContaining("glob:**.json").isDirectoryNotContaining("glob:**/.*");
  }

  @Test
  void a_keyset_that_is_there_is_never_overwritten() throws IOException {
    run("create", file);
    var before = Files.readString(file);

    assertThat(run("create", file)).isEqualTo(1);

    assertThat(file).hasContent(before);
    assertThat(said()).contains("is there already");
  }

  @Test
  void a_key_goes_through_its_life() {
    run("create", file);
    var old = Keyset.read(file);
    var sealed = old.encrypt(new byte[] {3}, PLACE);

    run("add", file);
    var both = Keyset.read(file);
    assertThat(both.primary()).isEqualTo(old.primary());
    assertThat(both.keys()).hasSize(2).contains(old.primary());
    var next = both.keys().stream().filter(key -> key != old.primary()).findFirst().orElseThrow();
    run("promote", file, next);
    var promoted = Keyset.read(file);
    assertThat(promoted.primary()).isEqualTo(next);
    assertThat(opened(promoted, sealed)).containsExactly(3);
    assertThat(Keyset.keyOf(promoted.encrypt(new byte[] {4}, PLACE))).isEqualTo(next);
    run("remove", file, old.primary());
    assertThat(Keyset.read(file).keys()).containsExactly(next);
    assertThat(run("list", file)).isZero();
    assertThat(said()).endsWith("%d encrypts and decrypts\n".formatted(next));
  }

  @Test
  void the_key_that_encrypts_is_not_removed() throws IOException {
    run("create", file);
    var before = Files.readString(file);

    assertThat(run("remove", file, Keyset.read(file).primary())).isEqualTo(2);

    assertThat(file).hasContent(before);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "create", "create a b", "promote a", "promote a 1 2", "nonsense a", "list"})
  void what_is_not_understood_is_answered_by_the_usage(String arguments) {
    assertThat(KeysetCommand.run(words(arguments), out())).isEqualTo(2);

    assertThat(said()).startsWith("keyset create FILE");
  }

  @Test
  void a_missing_file_or_key_is_told() {
    assertThat(run("add", file)).isEqualTo(1);
    assertThat(said()).contains("nothing was changed", "does not exist");
    run("create", file);
    assertThat(run("promote", file, 17)).isEqualTo(2);
    assertThat(said()).contains("the keyset holds no key 17");
  }

  @Test
  void a_name_that_is_taken_is_left_as_it_is() throws IOException {
    var elsewhere = folder.resolve("not-mounted-yet.json");
    Files.createSymbolicLink(file, elsewhere);

    assertThat(run("create", file)).isEqualTo(1);

    assertThat(said()).contains("nothing was changed", "is there already");
    assertThat(Files.readSymbolicLink(file)).isEqualTo(elsewhere);
    assertThat(folder).isDirectoryNotContaining("glob:**/.*");
  }

  @Test
  void a_change_leaves_a_file_whose_it_was_and_where_a_link_leads_to_it() throws IOException {
    run("create", file);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
    var link = Files.createSymbolicLink(folder.resolve("link.json"), file);

    assertThat(run("add", link)).isZero();

    assertThat(Files.readSymbolicLink(link)).isEqualTo(file);
    assertThat(Keyset.read(file).keys()).hasSize(2);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-r-----");
  }

  @Test
  void of_two_commands_at_once_the_second_changes_nothing() throws IOException {
    run("create", file);
    var before = Files.readString(file);

    try (var first = KeysetDraft.of(file)) {
      assertThat(run("add", file)).isEqualTo(1);
      assertThat(said()).contains("nothing was changed: another command is at work on it");
      assertThat(first.file()).hasContent(before);
    }

    assertThat(run("add", file)).isZero();
    assertThat(folder).isDirectoryNotContaining("glob:**/.*");
  }

  @Test
  void a_key_that_is_disabled_is_told_as_such() throws IOException {
    run("create", file);
    run("add", file);
    var text = Files.readString(file);
    var last = text.lastIndexOf("ENABLED");
    Files.writeString(file, text.substring(0, last) + "DIS" + text.substring(last + 2));

    assertThat(run("list", file)).isZero();

    assertThat(said()).endsWith(" is disabled and does nothing\n");
  }

  private static byte[] opened(Keyset keyset, byte[] sealed) {
    return keyset.decrypt(sealed, Keyset.keyOf(sealed), PLACE);
  }

  private static List<String> words(String arguments) {
    return arguments.isEmpty() ? List.of() : List.of(arguments.split(" ", -1));
  }

  private int run(String verb, Path where) {
    return KeysetCommand.run(List.of(verb, where.toString()), out());
  }

  private int run(String verb, Path where, long key) {
    return KeysetCommand.run(List.of(verb, where.toString(), Long.toString(key)), out());
  }

  private PrintStream out() {
    return new PrintStream(said, true, UTF_8);
  }

  private String said() {
    return said.toString(UTF_8).replace(System.lineSeparator(), "\n");
  }
}
