package dev.florin.account.account;

import dev.florin.money.Money;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.Immutable;
import org.hibernate.annotations.SQLRestriction;

/** A user's account in one currency. Read only: its balances belong to the ledger. */
@Entity
@Immutable
@Table(name = "account")
@SQLRestriction("kind = 'wallet'")
public class Wallet {

  @Id private UUID id;

  @Column(name = "merchant_id")
  private String merchantId;

  @Column(name = "user_id")
  private String userId;

  private String currency;
  private String status;
  private long posted;
  private long held;
  private long version;

  @Column(name = "created_at")
  private Instant createdAt;

  /** Filled by the persistence provider. */
  @SuppressWarnings("NullAway.Init")
  protected Wallet() {}

  /** The account's id. */
  public UUID id() {
    return id;
  }

  /** The merchant that the user belongs to. */
  public String merchantId() {
    return merchantId;
  }

  /** The user whose money it is. */
  public String userId() {
    return userId;
  }

  /** The ISO 4217 code. */
  public String currency() {
    return currency;
  }

  /** {@code open}, {@code frozen} or {@code closed}. */
  public String status() {
    return status;
  }

  /** What has been posted, holds included. */
  public Money balance() {
    return Money.ofMinor(posted, currency);
  }

  /** What holds have reserved. */
  public Money held() {
    return Money.ofMinor(held, currency);
  }

  /** What can be spent: the balance without what is held. */
  public Money available() {
    return balance().minus(held());
  }

  /** How many postings it has. */
  public long version() {
    return version;
  }

  /** When it was opened, by the database's clock. */
  public Instant createdAt() {
    return createdAt;
  }
}
