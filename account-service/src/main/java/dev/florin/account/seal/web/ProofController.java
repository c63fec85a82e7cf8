package dev.florin.account.seal.web;

import dev.florin.account.problem.AccountError;
import dev.florin.account.seal.FindProof;
import dev.florin.account.seal.FindProof.Answer;
import dev.florin.account.seal.PublicSealKey;
import dev.florin.web.document.Answers;
import dev.florin.web.problem.CommonError;
import dev.florin.web.problem.ProblemException;
import dev.florin.web.security.Caller;
import io.swagger.v3.oas.annotations.Operation;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.core.Authentication;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Proves transfers. A merchant sees those of its own; an operator those that belong to no merchant.
 * A proof shows both sides of a transfer, so users see none.
 */
@RestController
@RequestMapping("/api/v1/ledger")
class ProofController {

  private static final Logger log = LoggerFactory.getLogger(ProofController.class);

  private final FindProof findProof;

  ProofController(FindProof findProof) {
    this.findProof = findProof;
  }

  record Keys(List<PublicSealKey> data) {}

  @GetMapping("/keys")
  @Operation(operationId = "listLedgerKeys", summary = "List the keys that sealed blocks")
  Keys keys() {
    return new Keys(findProof.keys());
  }

  @GetMapping("/proofs/{transferId}")
  @Operation(
      operationId = "getProof",
      summary = "Prove a transfer",
      description = "./florin verify --proof checks the answer without our database.")
  @Answers(errors = {"not_sealed_yet", "ledger_tampered"})
  ProofAnswer proof(
      Caller caller,
      Authentication authentication,
      @PathVariable @Size(max = 255) @Pattern(regexp = "\\P{Cc}*") String transferId) {
    if (caller.kind() == Caller.Kind.USER) {
      throw new ProblemException(CommonError.FORBIDDEN, "this needs a merchant's token");
    }
    boolean reads = has(authentication, ProofScopes.READ);
    boolean operates = caller.kind() == Caller.Kind.SERVICE && has(authentication, ProofScopes.OPS);
    Answer answer =
        findProof
            .find(
                transferId,
                owner -> owner == null ? operates : reads && owner.equals(caller.merchantId()))
            .orElseThrow(() -> new ProblemException(CommonError.NOT_FOUND, "no such transfer"));
    return switch (answer) {
      case Answer.Proved(var proof) -> ProofAnswer.of(proof);
      case Answer.NotSealedYet() ->
          throw new ProblemException(
                  AccountError.NOT_SEALED_YET, "the transfer is about to be sealed; ask again")
              .retryAfter(Duration.ofSeconds(1));
      case Answer.Tampered(long block) -> {
        log.error("transfer {} is not what was sealed in block {}", transferId, block);
        throw new ProblemException(
            AccountError.LEDGER_TAMPERED, "the transfer is not what was sealed in its place");
      }
    };
  }

  private static boolean has(Authentication authentication, String authority) {
    return authentication.getAuthorities().stream()
        .anyMatch(granted -> authority.equals(granted.getAuthority()));
  }
}
