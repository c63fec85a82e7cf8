package dev.florin.account;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.ContextConfiguration;

/**
 * The whole service on a real PostgreSQL, without Kafka; all such tests share one context, so each
 * works with merchants and currencies of its own.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@SpringBootTest(
    properties = {
      "spring.kafka.listener.auto-startup=false",
      "spring.kafka.bootstrap-servers=127.0.0.1:1",
      // Tests that break the ledger's rules by hand look for themselves.
      "florin.account.integrity.interval=1h",
      // Tests run these when they want them.
      "florin.account.hold.sweep-interval=1d",
      "florin.account.transfer.resume-interval=1d",
      // Hundreds of callers at once may queue for ten connections on a busy machine.
      "spring.datasource.hikari.connection-timeout=20000"
    })
@AutoConfigureMockMvc
@Import(RecordedSpans.class)
@ContextConfiguration(initializers = EphemeralDatabase.class)
public @interface AccountServiceTest {}
