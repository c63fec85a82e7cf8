package dev.florin.account.integrity;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * A query for the subjects of breaches; none is good.
 *
 * @param sql selects the subjects as text in its first column
 */
record Check(Invariant invariant, String problem, String sql) {

  /** More of the same kind tell nothing new. */
  static final int MAX_BREACHES = 100;

  Stream<Breach> run(JdbcClient jdbc, Map<String, ? extends @Nullable Object> parameters) {
    return jdbc
        .sql("SELECT subject FROM (%s) AS breach (subject) LIMIT %d".formatted(sql, MAX_BREACHES))
        .params(parameters)
        .query((row, _) -> row.getString(1))
        .list()
        .stream()
        .map(this::breach);
  }

  Breach breach(@Nullable String subject) {
    return new Breach(invariant, subject == null ? "?" : subject, problem);
  }

  static List<Breach> runAll(
      List<Check> checks, JdbcClient jdbc, Map<String, ? extends @Nullable Object> parameters) {
    return checks.stream().flatMap(check -> check.run(jdbc, parameters)).toList();
  }
}
