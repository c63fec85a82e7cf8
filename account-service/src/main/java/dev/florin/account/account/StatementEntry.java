package dev.florin.account.account;

import dev.florin.money.Money;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import java.io.Serializable;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.Immutable;
import org.hibernate.annotations.Subselect;
import org.hibernate.annotations.Synchronize;
import org.jspecify.annotations.Nullable;

/** One line of an account's statement: a posting with what its transfer says of it. */
@Entity
@Immutable
@IdClass(StatementEntry.Key.class)
@Synchronize({"posting", "transfer"})
@Subselect(
    """
    SELECT p.account_id, p.account_version, p.transfer_id, t.kind, p.direction, p.amount,
           p.currency, p.balance_after, t.reverses, t.trace_id, t.created_at
    FROM posting p JOIN transfer t ON t.id = p.transfer_id
    """)
public class StatementEntry {

  @Id
  @Column(name = "account_id")
  private UUID accountId;

  @Id
  @Column(name = "account_version")
  private long number;

  @Column(name = "transfer_id")
  private String transferId;

  private String kind;
  private String direction;
  private long amount;
  private String currency;

  @Column(name = "balance_after")
  private long balanceAfter;

  private @Nullable String reverses;

  @Column(name = "trace_id")
  private @Nullable String traceId;

  @Column(name = "created_at")
  private Instant createdAt;

  /** Filled by the persistence provider. */
  @SuppressWarnings("NullAway.Init")
  protected StatementEntry() {}

  /** The account and the place of the entry in it. */
  public record Key(UUID accountId, long number) implements Serializable {}

  /** The place in the account's history, from 1 without gaps. */
  public long number() {
    return number;
  }

  /** The transfer that the entry belongs to. */
  public String transferId() {
    return transferId;
  }

  /** What the transfer is for. */
  public String kind() {
    return kind;
  }

  /** {@code debit} or {@code credit}. */
  public String direction() {
    return direction;
  }

  /** What was moved. */
  public Money amount() {
    return Money.ofMinor(amount, currency);
  }

  /** The balance that the entry left. */
  public Money balanceAfter() {
    return Money.ofMinor(balanceAfter, currency);
  }

  /** The transfer that this one takes back. */
  public @Nullable String reverses() {
    return reverses;
  }

  /** The trace that caused the transfer. */
  public @Nullable String traceId() {
    return traceId;
  }

  /** When, by the database's clock. */
  public Instant createdAt() {
    return createdAt;
  }
}
