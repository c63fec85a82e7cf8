package dev.florin.sandbox.charge;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** What callers' references stand for: a booking, nothing yet, or nothing ever. */
@Repository
class References {

  private final JdbcClient jdbc;

  References(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * Closes the reference unless something is booked under it. A booking that is not committed yet
   * is waited for; one that comes later fails by the key.
   *
   * @return whether it is closed now
   */
  boolean close(String reference) {
    boolean closedNow =
        jdbc.sql(
                    """
                    insert into booked_reference (reference, closed_at)
                    values (:reference, clock_timestamp())
                    on conflict (reference) do nothing
                    """)
                .param("reference", reference)
                .update()
            == 1;
    return closedNow || isClosed(reference);
  }

  boolean isClosed(String reference) {
    return jdbc.sql(
            """
            select exists (
              select from booked_reference where reference = :reference and closed_at is not null)
            """)
        .param("reference", reference)
        .query(Boolean.class)
        .single();
  }
}
