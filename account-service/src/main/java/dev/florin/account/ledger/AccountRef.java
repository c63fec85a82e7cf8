package dev.florin.account.ledger;

import java.util.UUID;

/** One side of a transfer, named in the way its caller knows it. */
public sealed interface AccountRef {

  /** A user's wallet in the transfer's currency. */
  record Wallet(String merchantId, String userId) implements AccountRef {}

  /** An account by its id. */
  record Existing(UUID id) implements AccountRef {}

  /**
   * An account of the platform itself, kept as stripes of rows so that it never makes transfers
   * wait for each other.
   *
   * @param code its name, such as {@code in_transit}
   */
  record SystemAccount(String code) implements AccountRef {

    /** Where deposits come from. */
    public static final SystemAccount FUNDING = new SystemAccount("funding");

    /** Money taken from payers whose payment has no outcome yet. */
    public static final SystemAccount IN_TRANSIT = new SystemAccount("in_transit");

    /** What a channel is owed. */
    public static SystemAccount channelPayable(String channel) {
      return new SystemAccount("channel_payable:" + channel);
    }
  }
}
