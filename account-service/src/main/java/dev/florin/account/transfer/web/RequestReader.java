package dev.florin.account.transfer.web;

import dev.florin.account.ledger.Fingerprint;
import dev.florin.account.problem.AccountError;
import dev.florin.account.transfer.Share;
import dev.florin.account.transfer.Split;
import dev.florin.account.transfer.UserTransfer;
import dev.florin.account.transfer.web.TransferBody.Destination;
import dev.florin.money.Money;
import dev.florin.web.card.CardNumbers;
import dev.florin.web.problem.CommonError;
import dev.florin.web.problem.ProblemException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Checks a request field by field; the first one that is wrong is named. */
final class RequestReader {

  /** What one ledger transaction takes beside the payer's debit. */
  static final int MAX_DESTINATIONS = 98;

  static final String NAME_PATTERN = "[A-Za-z0-9][A-Za-z0-9._:@-]{0,63}";
  static final int MAX_DESCRIPTION = 500;

  private static final Pattern NAME = Pattern.compile(NAME_PATTERN);
  private static final Pattern PERCENTAGE = Pattern.compile("\\d{1,3}(\\.\\d{1,6})?");
  private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

  private RequestReader() {}

  /**
   * What is asked for.
   *
   * @throws ProblemException 400 that names the field
   * @throws dev.florin.money.InvalidMoneyException for an amount or the currency
   */
  static UserTransfer.Terms terms(TransferBody body, String merchantId) {
    refuseCardNumbers(body);
    String transferId =
        body.transferId() == null
            ? "trf_" + UUID.randomUUID()
            : name("transfer_id", body.transferId());
    String fromUser = name("from_user", required("from_user", body.fromUser()));
    Money amount =
        Money.parse(required("amount", body.amount()), required("currency", body.currency()));
    List<Share> shares = shares(body, amount);
    requireOthers(fromUser, shares);
    return new UserTransfer.Terms(
        merchantId, transferId, fromUser, amount, shares, description(body.description()));
  }

  /** What the request means, however it was written. */
  static Fingerprint content(TransferBody body, UserTransfer.Terms terms) {
    Stream<String> fields =
        Stream.of(
            body.transferId() == null ? "" : body.transferId(),
            terms.fromUser(),
            terms.amount().currencyCode(),
            Long.toString(terms.amount().minorUnits()),
            terms.description() == null ? "" : terms.description());
    Stream<String> shares =
        terms.shares().stream()
            .flatMap(
                share -> Stream.of(share.toUser(), Long.toString(share.amount().minorUnits())));
    return Fingerprint.of(Stream.concat(fields, shares).toArray(String[]::new));
  }

  private static void refuseCardNumbers(TransferBody body) {
    CardNumbers.refuse("transfer_id", body.transferId());
    CardNumbers.refuse("from_user", body.fromUser());
    CardNumbers.refuse("to_user", body.toUser());
    CardNumbers.refuse("currency", body.currency());
    CardNumbers.refuse("description", body.description());
  }

  private static List<Share> shares(TransferBody body, Money amount) {
    List<@Nullable Destination> destinations = body.destinations();
    if (destinations == null) {
      return List.of(new Share(name("to_user", required("to_user", body.toUser())), amount));
    }
    if (body.toUser() != null) {
      throw invalid("to_user", "and destinations exclude each other");
    }
    if (destinations.isEmpty() || destinations.size() > MAX_DESTINATIONS) {
      throw invalid("destinations", "must be 1 to %d".formatted(MAX_DESTINATIONS));
    }
    List<Split.Part> parts = new ArrayList<>(destinations.size());
    for (Destination destination : destinations) {
      if (destination == null) {
        throw invalid("destinations", "must each be an object");
      }
      parts.add(part(destination, amount.currencyCode()));
    }
    return Split.of(amount, parts);
  }

  private static Split.Part part(Destination destination, String currency) {
    CardNumbers.refuse("destinations", destination.toUser());
    String toUser = name("destinations", required("destinations", destination.toUser()));
    if (destination.currency() != null && !destination.currency().equals(currency)) {
      throw new ProblemException(
              AccountError.CURRENCY_MISMATCH, "a transfer has one currency, " + currency)
          .param("destinations");
    }
    boolean remaining = Boolean.TRUE.equals(destination.remaining());
    String amount = destination.amount();
    String percentage = destination.percentage();
    if (Stream.of(amount != null, percentage != null, remaining).filter(is -> is).count() != 1) {
      throw invalid(
          "destinations", "must each have exactly one of amount, percentage and remaining: true");
    }
    if (amount != null) {
      return new Split.Part.Fixed(toUser, Money.parse(amount, currency));
    }
    return percentage == null
        ? new Split.Part.Remainder(toUser)
        : new Split.Part.Percentage(toUser, percent(percentage));
  }

  private static BigDecimal percent(String text) {
    if (!PERCENTAGE.matcher(text).matches()) {
      throw invalid("destinations", "must have percentages such as 33.5, up to six decimals");
    }
    BigDecimal percent = new BigDecimal(text);
    if (percent.signum() <= 0 || percent.compareTo(HUNDRED) > 0) {
      throw invalid("destinations", "must have percentages above 0 and up to 100");
    }
    return percent;
  }

  private static void requireOthers(String fromUser, List<Share> shares) {
    Set<String> users = new HashSet<>();
    users.add(fromUser);
    for (Share share : shares) {
      if (!users.add(share.toUser())) {
        throw invalid(
            shares.size() == 1 ? "to_user" : "destinations",
            "must name other users than the payer, each once");
      }
    }
  }

  private static String required(String param, @Nullable String value) {
    if (value == null || value.isBlank()) {
      throw invalid(param, "is required");
    }
    return value;
  }

  private static String name(String param, String value) {
    if (!NAME.matcher(value).matches()) {
      throw invalid(
          param,
          "must be 1 to 64 letters, digits or the signs . _ : @ -, beginning with a letter or"
              + " digit");
    }
    return value;
  }

  private static @Nullable String description(@Nullable String text) {
    if (text == null) {
      return null;
    }
    if (text.codePointCount(0, text.length()) > MAX_DESCRIPTION) {
      throw invalid("description", "must have at most %d characters".formatted(MAX_DESCRIPTION));
    }
    if (text.chars().anyMatch(Character::isISOControl)) {
      throw invalid("description", "must not contain control characters");
    }
    return text;
  }

  private static ProblemException invalid(String param, String rule) {
    return new ProblemException(CommonError.INVALID_PARAMETER, param + " " + rule).param(param);
  }
}
