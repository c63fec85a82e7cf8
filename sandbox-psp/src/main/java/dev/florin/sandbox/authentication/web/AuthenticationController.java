package dev.florin.sandbox.authentication.web;

import dev.florin.sandbox.charge.ChargeDocument;
import dev.florin.sandbox.charge.DecideCharges;
import jakarta.validation.constraints.Pattern;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/authentication/{key}")
class AuthenticationController {

  private static final String KEY = "[0-9a-f]{32}";

  private static final MediaType HTML = new MediaType(MediaType.TEXT_HTML, StandardCharsets.UTF_8);

  /** Nothing is loaded, nobody frames the page, and its form goes nowhere else. */
  private static final String POLICY =
      "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'; "
          + "base-uri 'none'";

  private final DecideCharges decideCharges;

  AuthenticationController(DecideCharges decideCharges) {
    this.decideCharges = decideCharges;
  }

  @GetMapping
  ResponseEntity<String> show(@PathVariable @Pattern(regexp = KEY) String key) {
    Optional<ChargeDocument> charge = decideCharges.withAuthenticationKey(key);
    return charge
        .map(found -> page(HttpStatus.OK, AuthenticationPage.of(found)))
        .orElseGet(() -> page(HttpStatus.NOT_FOUND, AuthenticationPage.unknown()));
  }

  /** Answers with the page to look at next, so that reloading it decides nothing again. */
  @PostMapping
  ResponseEntity<String> decide(
      @PathVariable @Pattern(regexp = KEY) String key,
      @RequestParam @Pattern(regexp = "confirm|refuse") String decision) {
    return decideCharges.authenticate(key, decision.equals("confirm")).isPresent()
        ? ResponseEntity.status(HttpStatus.SEE_OTHER)
            .location(URI.create("/authentication/" + key))
            .build()
        : page(HttpStatus.NOT_FOUND, AuthenticationPage.unknown());
  }

  private static ResponseEntity<String> page(HttpStatus status, String html) {
    return ResponseEntity.status(status)
        .contentType(HTML)
        .cacheControl(CacheControl.noStore())
        .header("Content-Security-Policy", POLICY)
        .header("Referrer-Policy", "no-referrer")
        .header("X-Content-Type-Options", "nosniff")
        .body(html);
  }
}
