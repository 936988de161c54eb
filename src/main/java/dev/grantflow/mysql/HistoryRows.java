package dev.grantflow.mysql;

import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;

@JdbcRepository(dialect = Dialect.MYSQL)
interface HistoryRows extends GenericRepository<HistoryRow, Long> {

  HistoryRow save(HistoryRow row);
}
