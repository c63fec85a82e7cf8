package dev.florin.outbox;

import io.micrometer.observation.ObservationPredicate;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcClientAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/** Gives a service with a database its outbox and its inbox. */
@AutoConfiguration(after = {JdbcClientAutoConfiguration.class, JacksonAutoConfiguration.class})
@ConditionalOnBean({JdbcClient.class, JsonMapper.class})
@EnableConfigurationProperties(InboxProperties.class)
public final class OutboxAutoConfiguration {

  @Bean
  static ObservationPredicate unobservedBackgroundWork() {
    return new Unobserved();
  }

  @Bean
  CommitSignal outboxCommitSignal() {
    return new CommitSignal();
  }

  @Bean
  @ConditionalOnMissingBean
  Outbox outbox(JdbcClient jdbc, JsonMapper json, CommitSignal outboxCommitSignal) {
    return new JdbcOutbox(jdbc, json, outboxCommitSignal);
  }

  @Bean
  @ConditionalOnMissingBean
  Inbox inbox(JdbcClient jdbc) {
    return new JdbcInbox(jdbc);
  }

  @Bean
  BackgroundLoop inboxPurgeLoop(JdbcClient jdbc, InboxProperties properties) {
    return new BackgroundLoop(
        "inbox-purge",
        new InboxPurge(jdbc, properties),
        new CommitSignal(),
        properties.purgeInterval(),
        properties.shutdownTimeout());
  }
}
