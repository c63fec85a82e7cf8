package dev.florin.identity.revocation.web;

import dev.florin.identity.revocation.Revocation;
import dev.florin.identity.revocation.Revocations;
import dev.florin.identity.revocation.Revocations.RevocationList;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Tells the edge what it has to refuse. The gateway has no route to it. */
@RestController
class RevocationController {

  private final Revocations revocations;

  RevocationController(Revocations revocations) {
    this.revocations = revocations;
  }

  record Revoked(String kind, String subject, @Nullable Instant issuedBefore, Instant expiresAt) {

    static Revoked of(Revocation revocation) {
      return new Revoked(
          revocation.kind().label(),
          revocation.subject(),
          revocation.issuedBefore(),
          revocation.expiresAt());
    }
  }

  record Answer(Instant asOf, List<Revoked> revocations) {}

  @GetMapping("/oauth2/revocations")
  Answer since(@RequestParam(required = false) @Nullable Instant since) {
    RevocationList list = revocations.since(since);
    return new Answer(list.asOf(), list.revocations().stream().map(Revoked::of).toList());
  }
}
