package dev.florin.telemetry;

import io.lettuce.core.tracing.LettuceObservationContext;
import io.lettuce.core.tracing.LettuceObservationConvention;
import io.lettuce.core.tracing.MicrometerTracing;
import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import io.micrometer.observation.ObservationRegistry;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import net.ttddyy.observation.boot.autoconfigure.DataSourceNameResolver;
import net.ttddyy.observation.boot.autoconfigure.DataSourceObservationAutoConfiguration;
import net.ttddyy.observation.tracing.QueryContext;
import net.ttddyy.observation.tracing.QueryObservationConvention;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.data.redis.autoconfigure.ClientResourcesBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** PostgreSQL and Redis spans and metrics by the semantic conventions for databases. */
@AutoConfiguration(
    before = DataSourceObservationAutoConfiguration.class,
    afterName =
        "org.springframework.boot.data.redis.autoconfigure.observation.LettuceObservationAutoConfiguration",
    beforeName = "org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration")
public final class DatabaseTelemetryAutoConfiguration {

  /** One name for both systems, hence one set of low-cardinality keys: system and operation. */
  private static final String OPERATION_DURATION = "db.client.operation.duration";

  private static final String SYSTEM = "db.system.name";
  private static final String OPERATION = "db.operation.name";

  @Configuration(proxyBeanMethods = false)
  @ConditionalOnClass({DataSource.class, QueryObservationConvention.class})
  static class Jdbc {

    @Bean
    @ConditionalOnMissingBean
    QueryObservationConvention florinQueryConvention() {
      return new SqlConvention();
    }

    /** The name of the other side, where a span has one. */
    @Bean
    @ConditionalOnMissingBean
    DataSourceNameResolver florinDataSourceName() {
      return (beanName, dataSource) -> SqlConvention.POSTGRESQL;
    }
  }

  @Configuration(proxyBeanMethods = false)
  @ConditionalOnClass({MicrometerTracing.class, ClientResourcesBuilderCustomizer.class})
  static class Redis {

    /** Runs after Boot's customizer of the same kind and so replaces its tracing. */
    @Bean
    ClientResourcesBuilderCustomizer florinRedisTracing(ObservationRegistry registry) {
      return resources ->
          resources.tracing(
              new MicrometerTracing(registry, CommandConvention.REDIS, new CommandConvention()));
    }
  }

  /** Statements have placeholders, never values; each distinct text is looked at once. */
  static final class SqlConvention implements QueryObservationConvention {

    static final String POSTGRESQL = "postgresql";

    private static final int MAX_REMEMBERED_STATEMENTS = 1_000;
    private static final Pattern WORD = Pattern.compile("[A-Za-z]+");
    private static final Pattern TABLE =
        Pattern.compile(
            "\\b(?:FROM|INTO|UPDATE|JOIN)\\s+(?!SELECT\\b)(?:ONLY\\s+)?([\\w.\"]+)",
            Pattern.CASE_INSENSITIVE);

    private final Map<String, Statement> statements = new ConcurrentHashMap<>();

    @Override
    public String getName() {
      return OPERATION_DURATION;
    }

    @Override
    public String getContextualName(QueryContext context) {
      return statement(context).summary();
    }

    @Override
    public KeyValues getLowCardinalityKeyValues(QueryContext context) {
      return statement(context).low();
    }

    @Override
    public KeyValues getHighCardinalityKeyValues(QueryContext context) {
      KeyValues values = statement(context).high();
      String host = context.getHost();
      if (host != null) {
        values =
            values.and("server.address", host, "server.port", Integer.toString(context.getPort()));
      }
      int batch = context.getExecutionInfo().getBatchSize();
      return batch > 1 ? values.and("db.operation.batch.size", Integer.toString(batch)) : values;
    }

    private Statement statement(QueryContext context) {
      String sql = context.getQueries().isEmpty() ? "" : context.getQueries().getFirst();
      Statement known = statements.get(sql);
      if (known != null) {
        return known;
      }
      Statement statement = Statement.of(sql);
      if (statements.size() < MAX_REMEMBERED_STATEMENTS) {
        statements.put(sql, statement);
      }
      return statement;
    }

    private record Statement(String summary, KeyValues low, KeyValues high) {

      static Statement of(String sql) {
        Matcher word = WORD.matcher(sql);
        String operation = word.find() ? word.group().toUpperCase(Locale.ROOT) : "QUERY";
        KeyValues low =
            KeyValues.of(KeyValue.of(OPERATION, operation), KeyValue.of(SYSTEM, POSTGRESQL));
        KeyValues high = KeyValues.of("db.query.text", sql);
        Matcher table = TABLE.matcher(sql);
        if (!table.find()) {
          return new Statement(operation, low, high);
        }
        String name = table.group(1).replace("\"", "");
        return new Statement(operation + " " + name, low, high.and("db.collection.name", name));
      }
    }
  }

  static final class CommandConvention implements LettuceObservationConvention {

    static final String REDIS = "redis";

    @Override
    public String getName() {
      return OPERATION_DURATION;
    }

    @Override
    public String getContextualName(LettuceObservationContext context) {
      return command(context);
    }

    @Override
    public KeyValues getLowCardinalityKeyValues(LettuceObservationContext context) {
      return KeyValues.of(KeyValue.of(OPERATION, command(context)), KeyValue.of(SYSTEM, REDIS));
    }

    @Override
    public boolean includeCommandArgsInSpanTags() {
      return false;
    }

    private static String command(LettuceObservationContext context) {
      return context.getRequiredCommand().getType().toString();
    }
  }
}
