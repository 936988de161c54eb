package dev.grantflow.mysql;

import static dev.grantflow.mysql.StoredGrants.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.grantflow.engine.GrantFigures;
import dev.grantflow.engine.GrantFigures.Slice;
import dev.grantflow.engine.GrantStore;
import dev.grantflow.grant.GrantState;
import dev.grantflow.grant.GrantState.Status;
import io.micronaut.context.ApplicationContext;
import java.sql.SQLException;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MySqlGrantFiguresTest {

  private static final int MANY = 1_000;

  private ApplicationContext context;
  private GrantStore store;
  private GrantFigures figures;

  @BeforeEach
  void start() {
    context = MySql.start();
    store = context.getBean(GrantStore.class);
    figures = context.getBean(GrantFigures.class);
  }

  @AfterEach
  void stop() {
    context.close();
  }

  @Test
  void the_step_that_has_waited_longest_is_found_and_none_that_is_not_due_yet() {
    add(new GrantState.Requested(0, null, NOON));
    add(new GrantState.Requested(0, null, NOON.minusSeconds(30)));
    add(new GrantState.Expired());

    assertThat(figures.oldestDue(NOON)).contains(NOON.minusSeconds(30));
    assertThat(figures.oldestDue(NOON.minus(Duration.ofMinutes(1)))).isEmpty();
  }

  @Test
  void grants_count_by_what_they_are_to_the_outside() {
    add(new GrantState.Requested(0, null, NOON));
    add(new GrantState.Requesting(1, null, NOON));
    add(new GrantState.Renewable(1, 0, null, NOON));
    add(new GrantState.Expired());

    assertThat(counted(Status.REQUESTED)).isEqualTo(3);
    assertThat(counted(Status.EXPIRED)).isOne();
    assertThat(counted(Status.PENDING)).isZero();
  }

  /// Every name that the column may hold is one to the outside.
  @Test
  void the_database_computes_the_state_to_the_outside_as_the_code_does() throws SQLException {
    for (var status : Status.values()) {
      for (var state : StateColumns.of(status)) {
        add(new GrantState.Expired());
        execute("UPDATE grants SET state = '%s' WHERE state = 'EXPIRED'".formatted(state));
        if (state.equals("CONTINUING")) {
          assertThat(counted(Status.APPROVED)).isOne();
        } else {
          assertThat(counted(status)).as(state).isOne();
        }
        execute("DELETE FROM grants");
      }
    }
  }

  @Test
  void a_slice_ends_at_its_limit_and_the_next_goes_on_there() {
    Stream.generate(GrantState.Expired::new).limit(5).forEach(this::add);

    var first = figures.count(Status.EXPIRED, 0, 3);
    var second = figures.count(Status.EXPIRED, first.last(), 3);

    assertThat(first.counted()).isEqualTo(3);
    assertThat(second.counted()).isEqualTo(2);
    assertThat(figures.count(Status.EXPIRED, second.last(), 3)).isEqualTo(new Slice(0, 0));
  }

  private void add(GrantState state) {
    StoredGrants.add(store, StoredGrants.in(state), NOON);
  }

  private int counted(Status status) {
    return figures.count(status, 0, MANY).counted();
  }

  private void execute(String sql) throws SQLException {
    try (var connection = MySql.connect(context);
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
