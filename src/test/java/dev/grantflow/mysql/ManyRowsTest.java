package dev.grantflow.mysql;

import static dev.grantflow.mysql.StoredGrants.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.grantflow.engine.GrantStore;
import io.micronaut.configuration.jdbc.hikari.DatasourceConfiguration;
import io.micronaut.context.ApplicationContext;
import io.micronaut.data.jdbc.runtime.JdbcOperations;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ManyRowsTest {

  private static final int LONG = 200 * 1024;
  private static final int TOO_LONG = 300 * 1024;
  private static final int TEN_GO_TOGETHER = 25 * 1024;

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
    assertThat(statementsFor(messages("one", 1, 1))).isEqualTo(1);
    assertThat(statementsFor(messages("seven", 7, 2))).isEqualTo(1);
    assertThat(statementsFor(messages("64", 64, 3))).isEqualTo(1);
    assertThat(statementsFor(messages("143", 143, 4))).isEqualTo(4);
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void the_driver_remembers_the_longest_statement(Insertion<?> insertion) {
    var limit =
        context
            .getBean(DatasourceConfiguration.class)
            .getDataSourceProperties()
            .get("prepStmtCacheSqlLimit");

    assertThat(insertion.sql(ManyRows.ROWS_MAX).length())
        .isLessThanOrEqualTo(Integer.parseInt(String.valueOf(limit)));
  }

  private static List<Insertion<?>> kinds() {
    return List.of(GrantRows.ADDITION, GrantRows.CHANGE, HistoryRows.ADDITION, OutboxRows.ADDITION);
  }

  @Test
  void rows_that_are_too_long_for_one_statement_go_in_several() {
    assertThat(statementsFor(messages("long", 3, LONG))).isEqualTo(3);
    assertThat(statementsFor(messages("too long", 2, TOO_LONG))).isEqualTo(2);
    assertThat(statementsFor(messages("ten", 18, TEN_GO_TOGETHER))).isEqualTo(3);

    assertThat(written())
        .extracting(row -> row.value() == null ? 0 : row.value().length)
        .containsExactlyElementsOf(
            Stream.of(copies(3, LONG), copies(2, TOO_LONG), copies(18, TEN_GO_TOGETHER))
                .flatMap(List::stream)
                .toList());
  }

  @Test
  void rows_are_numbered_in_the_order_in_which_they_are_given() {
    var messages =
        Stream.of(messages("a", 3, LONG), messages("b", 143, 1), messages("c", 2, LONG))
            .flatMap(List::stream)
            .toList();

    statementsFor(messages);

    assertThat(written())
        .extracting(OutboxRow::messageId)
        .containsExactlyElementsOf(messages.stream().map(OutboxRow::messageId).toList());
  }

  @Test
  void of_no_rows_the_database_is_told_nothing() {
    assertThat(statementsFor(List.of())).isZero();
  }

  private static List<Integer> copies(int count, int length) {
    return Collections.nCopies(count, length);
  }

  private static List<OutboxRow> messages(String name, int count, int length) {
    return IntStream.range(0, count)
        .mapToObj(
            i ->
                new OutboxRow(
                    null, "EVENT", name + "-" + i, null, new byte[length], new byte[0], NOON, 1))
        .toList();
  }

  /// In the order of their numbers.
  private List<OutboxRow> written() {
    return store().atomically(() -> context.getBean(OutboxRows.class).oldest(1000));
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
