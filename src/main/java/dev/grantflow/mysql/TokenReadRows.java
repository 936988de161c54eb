package dev.grantflow.mysql;

import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.List;

@JdbcRepository(dialect = Dialect.MYSQL)
interface TokenReadRows extends GenericRepository<TokenReadRow, Long> {

  List<TokenReadRow> saveAll(List<TokenReadRow> rows);
}
