package dev.florin.payment.payment.web;

import dev.florin.money.InvalidMoneyException;
import dev.florin.money.Money;
import dev.florin.payment.payment.ExternalNames;
import dev.florin.payment.payment.Payment.Status;
import dev.florin.payment.payment.PaymentFilter;
import dev.florin.payment.payment.PaymentFilter.Amounts;
import dev.florin.web.problem.CommonError;
import dev.florin.web.problem.ProblemException;
import dev.florin.web.security.Caller;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Checks a list's filters one by one; the first one that is wrong is named. */
@Component
class FilterReader {

  private static final String AMOUNT = "amount";
  private static final String LEAST = "amount_min";
  private static final String MOST = "amount_max";
  private static final String CURRENCY = "currency";
  private static final String USER = "user_id";
  private static final String CREATED_FROM = "created_from";
  private static final String CREATED_TO = "created_to";

  private static final Pattern REFERENCE = Pattern.compile("[!-~]{1,64}");
  private static final Pattern TRACE_ID = Pattern.compile("[0-9a-f]{32}");

  /** PostgreSQL's timestamps go no further back, and no payment is as old. */
  private static final Instant FIRST = Instant.parse("1970-01-01T00:00:00Z");

  private static final Instant LAST = Instant.parse("9999-12-31T23:59:59Z");

  /**
   * What the parameters ask for.
   *
   * @throws ProblemException 400 that names the parameter; 403 if a user asks for another's
   */
  PaymentFilter read(Map<String, String> parameters, Caller caller) {
    Instant from = time(CREATED_FROM, parameters);
    Instant to = time(CREATED_TO, parameters);
    if (from != null && to != null && !from.isBefore(to)) {
      throw invalid(CREATED_TO, "must be after created_from");
    }
    return new PaymentFilter(
        ownUser(parameters.get(USER), caller),
        status(parameters.get("status")),
        amounts(parameters),
        from,
        to,
        text("reference", parameters, REFERENCE, "must be 1 to 64 printable ASCII characters"),
        text("trace_id", parameters, TRACE_ID, "must be 32 lower-case hexadecimal digits"));
  }

  private static @Nullable String ownUser(@Nullable String asked, Caller caller) {
    if (asked != null && !ExternalNames.isName(asked)) {
      throw invalid(USER, ExternalNames.RULE);
    }
    if (caller.kind() == Caller.Kind.MERCHANT) {
      return asked;
    }
    if (asked != null && !asked.equals(caller.subject())) {
      throw new ProblemException(CommonError.FORBIDDEN, "a user sees its own payments only")
          .param(USER);
    }
    return caller.subject();
  }

  private static @Nullable Status status(@Nullable String name) {
    return name == null
        ? null
        : Status.of(name)
            .orElseThrow(() -> invalid("status", "is not one that a payment can have"));
  }

  private static @Nullable Amounts amounts(Map<String, String> parameters) {
    String currency = parameters.get(CURRENCY);
    if (currency == null) {
      for (String name : new String[] {AMOUNT, LEAST, MOST}) {
        if (parameters.containsKey(name)) {
          throw invalid(CURRENCY, "is required with " + name);
        }
      }
      return null;
    }
    requireCurrency(currency);
    Long exact = minorUnits(AMOUNT, parameters, currency);
    Long least = minorUnits(LEAST, parameters, currency);
    Long most = minorUnits(MOST, parameters, currency);
    if (exact != null && (least != null || most != null)) {
      throw invalid(AMOUNT, "goes without amount_min and amount_max");
    }
    if (least != null && most != null && least > most) {
      throw invalid(MOST, "must not be less than amount_min");
    }
    return exact == null ? new Amounts(currency, least, most) : new Amounts(currency, exact, exact);
  }

  private static void requireCurrency(String currency) {
    try {
      Money.parse("1", currency);
    } catch (InvalidMoneyException e) {
      throw new ProblemException(CommonError.UNKNOWN_CURRENCY, String.valueOf(e.getMessage()))
          .param(CURRENCY);
    }
  }

  private static @Nullable Long minorUnits(
      String param, Map<String, String> parameters, String currency) {
    String text = parameters.get(param);
    if (text == null) {
      return null;
    }
    try {
      return Money.parse(text, currency).minorUnits();
    } catch (InvalidMoneyException e) {
      throw new ProblemException(CommonError.INVALID_AMOUNT, String.valueOf(e.getMessage()))
          .param(param);
    }
  }

  private static @Nullable Instant time(String param, Map<String, String> parameters) {
    String text = parameters.get(param);
    if (text == null) {
      return null;
    }
    try {
      Instant time = OffsetDateTime.parse(text).toInstant();
      if (time.isBefore(FIRST) || time.isAfter(LAST)) {
        throw invalid(param, "must be a time between 1970 and 9999");
      }
      return time;
    } catch (DateTimeParseException _) {
      throw invalid(param, "must be a time such as 2026-01-31T12:00:00Z");
    }
  }

  private static @Nullable String text(
      String param, Map<String, String> parameters, Pattern pattern, String rule) {
    String text = parameters.get(param);
    if (text != null && !pattern.matcher(text).matches()) {
      throw invalid(param, rule);
    }
    return text;
  }

  private static ProblemException invalid(String param, String rule) {
    return new ProblemException(CommonError.INVALID_PARAMETER, param + " " + rule).param(param);
  }
}
