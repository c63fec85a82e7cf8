package dev.florin.account.adjustment;

import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Which accounts there are, to tell a slip of the pen before anything is written. */
@Component
public class KnownAccounts {

  private final JdbcClient jdbc;

  KnownAccounts(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** The account's currency; empty if there is no such account. */
  public Optional<String> currencyOf(UUID accountId) {
    return jdbc.sql("SELECT currency FROM account WHERE id = :id")
        .param("id", accountId)
        .query((row, _) -> row.getString(1))
        .optional();
  }

  /** Whether anything was ever posted, in any currency, to a system account of this name. */
  public boolean hasSystemAccount(String code) {
    return jdbc.sql("SELECT EXISTS (SELECT FROM account WHERE kind = 'system' AND code = :code)")
        .param("code", code)
        .query((row, _) -> row.getBoolean(1))
        .single();
  }
}
