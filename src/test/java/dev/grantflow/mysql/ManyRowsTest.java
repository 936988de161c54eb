package dev.grantflow.mysql;

import static dev.grantflow.mysql.StoredGrants.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.grantflow.engine.GrantStore;
import io.micronaut.context.ApplicationContext;
import io.micronaut.data.jdbc.runtime.JdbcOperations;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ManyRowsTest {

  private static final int LONG = 200 * 1024;
  private static final int HALF_AS_LONG = 100 * 1024;

  private ApplicationContext context;

  @BeforeEach
  void start() {
    context = MySql.start();
  }

  @AfterEach
  void stop() {
    context.close();
  }

  @Test
  void rows_go_in_as_few_statements_as_the_driver_can_remember() {
    assertThat(statementsFor(messages(1, 1))).isEqualTo(1);
    assertThat(statementsFor(messages(7, 2))).isEqualTo(1);
    assertThat(statementsFor(messages(64, 3))).isEqualTo(1);
    assertThat(statementsFor(messages(143, 4))).isEqualTo(4);

    assertThat(lengths())
        .isEqualTo(
            Stream.of(copies(1, 1), copies(7, 2), copies(64, 3), copies(143, 4))
                .flatMap(List::stream)
                .toList());
  }

  @Test
  void rows_that_are_too_long_for_one_statement_go_in_several_and_keep_their_order() {
    assertThat(statementsFor(messages(3, LONG))).isEqualTo(3);
    assertThat(statementsFor(messages(3, HALF_AS_LONG))).isEqualTo(2);

    assertThat(lengths())
        .isEqualTo(Stream.of(LONG, HALF_AS_LONG).flatMap(it -> copies(3, it).stream()).toList());
  }

  @Test
  void of_no_rows_the_database_is_told_nothing() {
    assertThat(statementsFor(List.of())).isZero();
  }

  private static List<Integer> copies(int count, int length) {
    return Collections.nCopies(count, length);
  }

  private static List<OutboxRow> messages(int count, int length) {
    return IntStream.range(0, count)
        .mapToObj(
            i ->
                new OutboxRow(
                    null, "EVENT", "message-" + i, null, new byte[length], new byte[0], NOON, 1))
        .toList();
  }

  private List<Integer> lengths() {
    return store().atomically(() -> context.getBean(OutboxRows.class).oldest(1000)).stream()
        .map(OutboxRow::value)
        .map(value -> value == null ? 0 : value.length)
        .toList();
  }

  private int statementsFor(List<OutboxRow> rows) {
    return store()
        .atomically(
            () -> {
              var before = insertions();
              context.getBean(ManyRows.class).write(OutboxRows.ADDITION, rows);
              return insertions() - before;
            });
  }

  private GrantStore store() {
    return context.getBean(GrantStore.class);
  }

  private int insertions() {
    return context
        .getBean(JdbcOperations.class)
        .prepareStatement(
            "SHOW SESSION STATUS LIKE 'Com_insert'",
            statement -> {
              try (var found = statement.executeQuery()) {
                assertThat(found.next()).isTrue();
                return found.getInt("Value");
              }
            });
  }
}
