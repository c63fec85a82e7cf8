package dev.florin.localstack.cli;

import dev.florin.localstack.stack.Stack;

/** The first thing to try: a payment ready to be pasted. */
final class Demo {
  static final String USER = "USER_1";
  static final String CURRENCY = "USD";

  private final Stack stack;
  private final String script;

  /**
   * A demo on a running stack.
   *
   * @param script how the person calls the launcher
   */
  Demo(Stack stack, String script) {
    this.stack = stack;
    this.script = script;
  }

  String invitation(long seconds) {
    return """

        Florin is up after %1$d s.
          gateway   %2$s
          traces    %3$s
          token     %4$s token

        Try a payment:

          curl -sS %2$s/api/v1/payments \\
            -H "Authorization: Bearer $(%4$s token)" \\
            -H "Idempotency-Key: $(date +%%s%%N)" \\
            -H 'Content-Type: application/json' \\
            -d '{"user_id":"%5$s","amount":"19.99","currency":"%6$s","payment_method":"credit_card"}'

        Its trace_id opens as %7$s; %4$s pay does both."""
        .formatted(
            seconds,
            stack.gateway(),
            stack.traces(),
            script,
            USER,
            CURRENCY,
            stack.trace("<trace_id>"));
  }
}
