package dev.florin.account.transfer.web;

import dev.florin.account.transfer.Answer;
import dev.florin.account.transfer.TransferDocument;
import dev.florin.account.transfer.TransferMoney;
import dev.florin.account.transfer.TransferMoney.Transferred;
import dev.florin.account.transfer.TransferRequest;
import dev.florin.account.transfer.Transfers;
import dev.florin.account.transfer.UserTransfer;
import dev.florin.web.card.CardNumbers;
import dev.florin.web.document.Answers;
import dev.florin.web.idempotency.IdempotencyKey;
import dev.florin.web.problem.CommonError;
import dev.florin.web.problem.ProblemException;
import dev.florin.web.security.Caller;
import io.swagger.v3.oas.annotations.Operation;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/** Transfers between a merchant's users. */
@RestController
class TransferController {

  private static final String PATH = "/api/v1/transfers";

  private final TransferMoney transferMoney;
  private final Transfers transfers;

  TransferController(TransferMoney transferMoney, Transfers transfers) {
    this.transferMoney = transferMoney;
    this.transfers = transfers;
  }

  @PostMapping(PATH)
  @Operation(
      operationId = "createTransfer",
      summary = "Move money between users",
      description =
          "To one user or to several, who all get their share or none does. 202 tells that the outcome is not known yet: read the transfer until it is.")
  @Answers(
      status = {201, 202},
      body = TransferDocument.class,
      errors = {
        "invalid_split",
        "currency_mismatch",
        "transfer_exists",
        "risk_rejected",
        "insufficient_funds",
        "account_not_found",
        "account_frozen",
        "account_closed",
        "balance_out_of_range",
        "hold_expired",
        "hold_voided",
        "risk_unavailable"
      })
  ResponseEntity<byte[]> transfer(
      Caller caller, @RequestHeader HttpHeaders headers, @RequestBody TransferBody body) {
    String merchantId = caller.requireMerchant();
    IdempotencyKey key =
        IdempotencyKey.of(headers.getOrEmpty(IdempotencyKey.HEADER), body.idempotencyKey());
    CardNumbers.refuse(IdempotencyKey.FIELD, key.value());
    UserTransfer.Terms terms = RequestReader.terms(body, merchantId);
    if (!caller.mayActFor(merchantId, terms.fromUser())) {
      throw new ProblemException(CommonError.FORBIDDEN, "a user pays as itself only")
          .param("from_user");
    }
    return answer(
        transferMoney.transfer(
            new TransferRequest(terms, caller.subject(), key, RequestReader.content(body, terms))));
  }

  /** The payer's own transfer; to anybody else it does not exist. */
  @GetMapping(PATH + "/{transferId}")
  @Operation(operationId = "getTransfer", summary = "Read a transfer")
  TransferDocument read(Caller caller, @PathVariable String transferId) {
    String merchantId = caller.requireMerchant();
    return transfers
        .find(merchantId, transferId)
        .filter(transfer -> caller.mayActFor(merchantId, transfer.terms().fromUser()))
        .map(TransferDocument::of)
        .orElseThrow(() -> new ProblemException(CommonError.NOT_FOUND, "no such transfer"));
  }

  private static ResponseEntity<byte[]> answer(Transferred transferred) {
    Answer answer = transferred.answer();
    boolean failed = answer.status() >= 400;
    ResponseEntity.BodyBuilder response =
        ResponseEntity.status(answer.status())
            .contentType(failed ? MediaType.APPLICATION_PROBLEM_JSON : MediaType.APPLICATION_JSON);
    if (!failed) {
      response.location(URI.create(PATH + "/" + answer.transferId()));
    }
    if (transferred.replayed()) {
      response.header("Idempotent-Replayed", "true");
    }
    return response.body(answer.body().getBytes(StandardCharsets.UTF_8));
  }
}
