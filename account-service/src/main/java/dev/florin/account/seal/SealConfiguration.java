package dev.florin.account.seal;

import dev.florin.account.watermark.Watermark;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import java.time.InstantSource;
import javax.sql.DataSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Sealing and proving. */
@Configuration(proxyBeanMethods = false)
class SealConfiguration {

  @Bean
  Seals seals(DataSource dataSource) {
    return new Seals(dataSource);
  }

  @Bean
  FindProof findProof(Seals seals) {
    return new FindProof(seals);
  }

  @Bean
  SealTransfers sealTransfers(
      Seals seals,
      DataSource dataSource,
      SealProperties properties,
      MeterRegistry meters,
      ObservationRegistry observations) {
    return new SealTransfers(
        seals,
        new Watermark(JdbcClient.create(dataSource)),
        SealKey.fromText(properties.key()),
        properties.blockSize(),
        new TransactionTemplate(new JdbcTransactionManager(dataSource)),
        new SealMetrics(meters, InstantSource.system()),
        observations);
  }
}
