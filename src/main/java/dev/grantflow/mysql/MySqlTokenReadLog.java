package dev.grantflow.mysql;

import dev.grantflow.engine.TokenReadLog;
import io.micronaut.transaction.annotation.Transactional;
import jakarta.inject.Singleton;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The record in the table `token_reads`.
@Singleton
class MySqlTokenReadLog implements TokenReadLog {

  /// The column's. Who is called by more is told apart by the first of it well enough.
  static final int READER_MAX = 255;

  private final TokenReadRows rows;

  MySqlTokenReadLog(TokenReadRows rows) {
    this.rows = rows;
  }

  @Override
  @Transactional
  public void record(List<TokenRead> reads) {
    rows.saveAll(reads.stream().map(MySqlTokenReadLog::row).toList());
  }

  private static TokenReadRow row(TokenRead read) {
    return new TokenReadRow(
        null,
        read.grantId().value(),
        read.client().value(),
        read.label(),
        read.tokenVersion(),
        cut(read.reader()),
        read.at());
  }

  /// By code points: half a surrogate pair could not be stored.
  private static @Nullable String cut(@Nullable String reader) {
    return reader == null || reader.codePointCount(0, reader.length()) <= READER_MAX
        ? reader
        : reader.substring(0, reader.offsetByCodePoints(0, READER_MAX));
  }
}
