package dev.florin.identity.merchant;

import dev.florin.telemetry.TraceContexts;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Who did what to a merchant's access, written in the transaction of the act. No secret is in it.
 */
@Component
class CredentialAudit {

  private final JdbcClient jdbc;

  CredentialAudit(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  enum Act {
    MERCHANT_REGISTERED("merchant.registered"),
    MERCHANT_BLOCKED("merchant.blocked"),
    MERCHANT_UNBLOCKED("merchant.unblocked"),
    SECRET_ISSUED("secret.issued"),
    SECRET_REVOKED("secret.revoked");

    private final String label;

    Act(String label) {
      this.label = label;
    }
  }

  void record(String actor, Act act, String merchantId, @Nullable UUID secretId) {
    jdbc.sql(
            """
            INSERT INTO credential_audit (actor, action, merchant_id, secret_id, trace_id)
            VALUES (?, ?, ?, ?, ?)
            """)
        .params(actor, act.label, merchantId)
        .param(secretId)
        .param(TraceContexts.traceId())
        .update();
  }
}
