package dev.florin.sandbox.charge.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import dev.florin.contract.Contract;
import dev.florin.sandbox.SandboxIntegration;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

/** A reference that a caller has closed is refused, whatever was on its way. */
class ClosuresIT extends SandboxIntegration {

  @Autowired private DataSource dataSource;

  private final String reference = reference();

  @ParameterizedTest
  @ValueSource(strings = {"closure-closed", "closure-taken", "charge-closed", "refund-closed"})
  void theContractsWithCallersAreKept(String name) throws Exception {
    Contract contract = Contract.load("sandbox-psp/" + name);
    Contract.Request request = contract.request();
    switch (name) {
      case "closure-taken" ->
          charge(body(request.path().replaceAll(".*/", ""), "1999", "tok_4242424242424242"));
      case "charge-closed" -> close(field(request, "reference"));
      case "refund-closed" -> {
        charge(body(field(request, "of_reference"), "1999", "tok_4242424242424242"));
        close(field(request, "reference"));
      }
      default -> {}
    }

    Answer answer = send(request);

    contract.verifyResponse(answer.status(), answer.body());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tok_4242424242424242",
        "tok_4000000000000002",
        "tok_pending",
        "tok_requires_action",
        "tok_duplicate_callback",
        "tok_contradicting_callback",
        "tok_late_success",
        "tok_malformed",
      })
  void aChargeThatComesAfterTheClosureIsRefused(String token) throws Exception {
    assertThat(close(reference).status()).isEqualTo(200);

    Answer late = charge(body(reference, "1999", token));

    assertThat(late.status()).isEqualTo(409);
    assertThat(late.body())
        .contains("\"code\":\"reference_closed\"", "\"reference\":\"" + reference + "\"");
    assertThat(find(reference).status()).isEqualTo(404);
    assertThat(close(reference).status()).as("once more").isEqualTo(200);
    assertThat(booked()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"capture", "void", "refund"})
  void whatWouldFollowAChargeIsRefusedAfterItsClosure(String kind) throws Exception {
    String of = reference();
    if (kind.equals("refund")) {
      charge(body(of, "1000", null));
    } else {
      authorise(of, 1000, null);
    }
    close(reference);

    Answer late = followUp(kind, reference, of, 1000);

    assertThat(late.status()).isEqualTo(409);
    assertThat(late.body()).contains("\"code\":\"reference_closed\"");
    assertThat(find(kind, reference).status()).isEqualTo(404);
    assertThat(followUp(kind, reference(), of, 1000).field("status"))
        .as("nothing of it was used up")
        .isEqualTo("approved");
  }

  @Test
  void whatIsBookedIsNotClosed() throws Exception {
    charge(body(reference, "1000", null));
    String refund = reference();
    followUp("refund", refund, reference, 100);

    assertThat(close(reference).body())
        .contains("\"code\":\"reference_taken\"", "\"reference\":\"" + reference + "\"");
    assertThat(close(refund).status()).isEqualTo(409);
    assertThat(find("refund", refund).field("status")).isEqualTo("approved");
  }

  @Test
  void aClosureThatMeetsAChargeWaitsForItAndFindsIt() throws Exception {
    try (Connection charging = connection();
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      execute(
          charging,
          """
          insert into charge (id, reference, amount, currency, method, status, confirmed_amount,
              captured)
          values ('ch_' || md5(random()::text), '%s', 1999, 'USD', 'wallet', 'approved', 1999, 1999)
          """);
      Future<Answer> closure = threads.submit(() -> close(reference));
      awaitThatItWaits();

      charging.commit();

      assertThat(closure.get().status()).isEqualTo(409);
    }
    assertThat(find(reference).field("status")).isEqualTo("approved");
  }

  @Test
  void aChargeThatMeetsAClosureWaitsForItAndIsRefused() throws Exception {
    try (Connection closing = connection();
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      execute(closing, "insert into booked_reference values ('%s', clock_timestamp())");
      Future<Answer> charge = threads.submit(() -> charge(body(reference, "1999", null)));
      awaitThatItWaits();

      closing.commit();

      assertThat(charge.get().body()).contains("\"code\":\"reference_closed\"");
    }
    assertThat(booked()).isZero();
  }

  @RepeatedTest(20)
  void ofAClosureAndARequestAtOnceExactlyOneWins() throws Exception {
    String charge = reference();
    charge(body(charge, "1000", null));
    String refund = reference();

    int charged = winners(() -> charge(body(reference, "1999", null)), () -> close(reference));
    int refunded = winners(() -> followUp("refund", refund, charge, 100), () -> close(refund));

    assertThat(charged).isEqualTo(1);
    assertThat(refunded).isEqualTo(1);
  }

  @Test
  void theBookItselfKeepsReferencesAndCharges() {
    for (String change :
        new String[] {
          "update booked_reference set closed_at = null",
          "delete from booked_reference",
          "delete from charge",
          "truncate charge cascade"
        }) {
      assertThat(catchThrowable(() -> jdbc.sql(change).update())).hasMessageContaining("refused");
    }
  }

  private int winners(Callable<Answer> request, Callable<Answer> closure) throws Exception {
    var barrier = new CyclicBarrier(2);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Answer> requested = threads.submit(() -> together(barrier, request));
      Future<Answer> closed = threads.submit(() -> together(barrier, closure));
      return (requested.get().status() == 201 ? 1 : 0) + (closed.get().status() == 200 ? 1 : 0);
    }
  }

  private static Answer together(CyclicBarrier barrier, Callable<Answer> call) throws Exception {
    barrier.await();
    return call.call();
  }

  private Answer close(String reference) throws Exception {
    return perform("PUT", "/v1/closures/" + reference, "", "Bearer sandbox-key");
  }

  private static String field(Contract.Request request, String name) {
    return new Answer(0, request.bodyText()).field(name);
  }

  /** One beside the pool, for a transaction that stays open. */
  private Connection connection() throws Exception {
    HikariDataSource pool = dataSource.unwrap(HikariDataSource.class);
    Connection connection =
        DriverManager.getConnection(pool.getJdbcUrl(), pool.getUsername(), pool.getPassword());
    connection.setAutoCommit(false);
    return connection;
  }

  private void execute(Connection connection, String sql) throws Exception {
    try (var statement = connection.createStatement()) {
      statement.execute(sql.formatted(reference));
    }
  }

  private void awaitThatItWaits() {
    await()
        .until(
            () ->
                jdbc.sql(
                        """
                        select exists (
                          select from pg_stat_activity
                          where wait_event_type = 'Lock' and query like '%insert into%')
                        """)
                    .query(Boolean.class)
                    .single());
  }

  private int booked() {
    return jdbc.sql("select count(*) from charge where reference = ?")
        .param(reference)
        .query(Integer.class)
        .single();
  }
}
