package dev.florin.identity.merchant.web;

import dev.florin.identity.client.ClientSecrets.NewSecret;
import dev.florin.identity.client.ClientSecrets.Secret;
import dev.florin.identity.merchant.Merchants;
import dev.florin.identity.merchant.Merchants.Merchant;
import dev.florin.web.document.Answers;
import dev.florin.web.problem.CommonError;
import dev.florin.web.problem.ProblemException;
import dev.florin.web.security.Caller;
import io.swagger.v3.oas.annotations.Operation;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/merchants")
class MerchantController {

  private static final String ID = "[A-Za-z0-9._-]{1,64}";

  /** No control characters, and not only blanks. */
  private static final String TEXT = "(?=.*\\S)\\P{Cc}*";

  private static final Duration USUAL_OVERLAP = Duration.ofHours(24);

  private final Merchants merchants;

  MerchantController(Merchants merchants) {
    this.merchants = merchants;
  }

  record MerchantRequest(
      @NotNull @Pattern(regexp = ID, message = "must be 1 to 64 letters, digits, '.', '_' or '-'") String merchantId,
      @Nullable @Size(max = 255) @Pattern(regexp = TEXT, message = "must be plain text") String name) {}

  record SecretRequest(
      @Nullable @DurationMin(message = "must not be negative")
          @DurationMax(days = 7, message = "must be a week at most")
          Duration overlap) {}

  /** A secret whose value nobody can see any more. */
  record SecretDocument(UUID secretId, Instant createdAt, @Nullable Instant endsAt) {

    static SecretDocument of(Secret secret) {
      return new SecretDocument(secret.id(), secret.createdAt(), secret.endsAt());
    }
  }

  record MerchantDocument(
      String merchantId,
      @Nullable String name,
      String status,
      Instant createdAt,
      List<SecretDocument> secrets) {

    static MerchantDocument of(Merchant merchant) {
      return new MerchantDocument(
          merchant.merchantId(),
          merchant.name(),
          merchant.blockedAt() == null ? "active" : "blocked",
          merchant.createdAt(),
          merchant.secrets().stream().map(SecretDocument::of).toList());
    }
  }

  /** The only answer in which the secret stands. */
  record IssuedSecret(String clientId, UUID secretId, String clientSecret, Instant createdAt) {

    static IssuedSecret of(String merchantId, NewSecret secret) {
      return new IssuedSecret(merchantId, secret.id(), secret.value(), secret.createdAt());
    }

    /** Secrets do not belong into logs. */
    @Override
    public String toString() {
      return "IssuedSecret[secretId=" + secretId + "]";
    }
  }

  @PostMapping
  @Operation(operationId = "createMerchant", summary = "Register a merchant")
  @Answers(
      status = 201,
      errors = {"merchant_exists"})
  ResponseEntity<IssuedSecret> register(Caller caller, @Valid @RequestBody MerchantRequest asked) {
    String merchantId = asked.merchantId();
    NewSecret secret = merchants.register(caller.subject(), merchantId, asked.name());
    return ResponseEntity.created(URI.create("/api/v1/merchants/" + merchantId))
        .cacheControl(CacheControl.noStore())
        .body(IssuedSecret.of(merchantId, secret));
  }

  @GetMapping("/{merchant_id}")
  @Operation(operationId = "getMerchant", summary = "Look at a merchant")
  MerchantDocument show(Caller caller, @PathVariable("merchant_id") String merchantId) {
    requireOwn(caller, merchantId);
    return MerchantDocument.of(merchants.get(merchantId));
  }

  @PostMapping("/{merchant_id}/secrets")
  @Operation(operationId = "createMerchantSecret", summary = "Replace a merchant's secret")
  @Answers(
      status = 201,
      errors = {"too_many_secrets"})
  ResponseEntity<IssuedSecret> replaceSecret(
      Caller caller,
      @PathVariable("merchant_id") String merchantId,
      @Valid @RequestBody(required = false) @Nullable SecretRequest asked) {
    requireOwn(caller, merchantId);
    Duration overlap = asked == null ? null : asked.overlap();
    NewSecret secret =
        merchants.replaceSecret(
            caller.subject(), merchantId, overlap == null ? USUAL_OVERLAP : overlap);
    return ResponseEntity.status(HttpStatus.CREATED)
        .cacheControl(CacheControl.noStore())
        .body(IssuedSecret.of(merchantId, secret));
  }

  @DeleteMapping("/{merchant_id}/secrets/{secret_id}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Operation(operationId = "revokeMerchantSecret", summary = "End a secret at once")
  @Answers(status = 204)
  void revokeSecret(
      Caller caller,
      @PathVariable("merchant_id") String merchantId,
      @PathVariable("secret_id") UUID secretId) {
    requireOwn(caller, merchantId);
    merchants.revokeSecret(caller.subject(), merchantId, secretId);
  }

  @PostMapping("/{merchant_id}/block")
  @Operation(operationId = "blockMerchant", summary = "Keep a merchant out")
  MerchantDocument block(Caller caller, @PathVariable("merchant_id") String merchantId) {
    return MerchantDocument.of(merchants.block(caller.subject(), merchantId));
  }

  @PostMapping("/{merchant_id}/unblock")
  @Operation(operationId = "unblockMerchant", summary = "Let a merchant in again")
  MerchantDocument unblock(Caller caller, @PathVariable("merchant_id") String merchantId) {
    return MerchantDocument.of(merchants.unblock(caller.subject(), merchantId));
  }

  /** An operator has no merchant; whoever has one sees no other. */
  private static void requireOwn(Caller caller, String merchantId) {
    if (caller.merchantId() != null && !caller.merchantId().equals(merchantId)) {
      throw new ProblemException(CommonError.NOT_FOUND, "there is no such merchant");
    }
  }
}
