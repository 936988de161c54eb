package dev.grantflow.mysql;

import dev.grantflow.engine.Pause;
import dev.grantflow.engine.PauseStore;
import io.micronaut.transaction.annotation.Transactional;
import jakarta.inject.Singleton;
import java.util.List;

/// Pauses in the table of that name.
@Singleton
class MySqlPauses implements PauseStore {

  /// The column's. Who is called by more is told apart by the first of it well enough.
  private static final int BY_MAX = 255;

  private final PauseRows rows;

  MySqlPauses(PauseRows rows) {
    this.rows = rows;
  }

  @Override
  @Transactional(readOnly = true)
  public List<Pause> all(int max) {
    return rows.all(max).stream()
        .map(
            row ->
                new Pause(
                    Pause.Kind.valueOf(row.kind()),
                    row.name(),
                    row.since(),
                    row.pausedBy(),
                    row.reason()))
        .toList();
  }

  @Override
  @Transactional
  public void add(Pause pause) {
    rows.add(pause.kind().name(), pause.name(), pause.since(), cut(pause.by()), pause.reason());
  }

  @Override
  @Transactional
  public boolean remove(Pause.Kind kind, String name) {
    return rows.remove(kind.name(), name) > 0;
  }

  /// By code points: half a surrogate pair could not be stored.
  private static String cut(String by) {
    return by.codePointCount(0, by.length()) <= BY_MAX
        ? by
        : by.substring(0, by.offsetByCodePoints(0, BY_MAX));
  }
}
