package dev.florin.identity.user.web;

import dev.florin.identity.token.SessionTokens.SessionToken;
import dev.florin.identity.user.Users;
import dev.florin.identity.user.Users.User;
import dev.florin.web.document.Answers;
import dev.florin.web.problem.CommonError;
import dev.florin.web.problem.ProblemException;
import dev.florin.web.security.Caller;
import io.swagger.v3.oas.annotations.Operation;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Objects;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
class UserController {

  private static final int MIN_PASSWORD_LENGTH = 8;

  /** The hash reads no more. */
  private static final int MAX_PASSWORD_BYTES = 72;

  private static final String ID = "[A-Za-z0-9._-]{1,64}";
  private static final String ID_MESSAGE = "must be 1 to 64 letters, digits, '.', '_' or '-'";

  private final Users users;

  UserController(Users users) {
    this.users = users;
  }

  record Registration(
      @NotNull @Pattern(regexp = ID, message = ID_MESSAGE) String userId,
      @NotNull String password) {}

  record RegisteredUser(String userId, String merchantId, Instant createdAt) {}

  record LogIn(
      @NotNull @Pattern(regexp = ID, message = ID_MESSAGE) String merchantId,
      @NotNull @Pattern(regexp = ID, message = ID_MESSAGE) String userId,
      @NotNull @Size(max = MAX_PASSWORD_BYTES) String password) {}

  record Session(String accessToken, String tokenType, long expiresIn) {}

  @PostMapping("/api/v1/users")
  @Operation(operationId = "createUser", summary = "Register a user")
  @Answers(
      status = 201,
      errors = {"user_exists"})
  ResponseEntity<RegisteredUser> register(Caller caller, @Valid @RequestBody Registration asked) {
    if (caller.kind() != Caller.Kind.MERCHANT) {
      throw new ProblemException(CommonError.FORBIDDEN, "only a merchant registers users");
    }
    requireStrength(asked.password());
    User user = users.register(caller.requireMerchant(), asked.userId(), asked.password());
    return ResponseEntity.status(HttpStatus.CREATED)
        .body(new RegisteredUser(user.userId(), user.merchantId(), user.createdAt()));
  }

  @PostMapping("/api/v1/sessions")
  @Operation(operationId = "createSession", summary = "Log a user in")
  @Answers(
      status = 201,
      errors = {"invalid_credentials"})
  ResponseEntity<Session> logIn(@Valid @RequestBody LogIn asked) {
    SessionToken token = users.logIn(asked.merchantId(), asked.userId(), asked.password());
    return ResponseEntity.status(HttpStatus.CREATED)
        .cacheControl(CacheControl.noStore())
        .body(new Session(token.value(), "Bearer", token.lifetime().toSeconds()));
  }

  /** Logs the user out whose token this is. */
  @DeleteMapping("/api/v1/sessions/current")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Operation(operationId = "deleteSession", summary = "Log the user out")
  @Answers(status = 204)
  void logOut(@AuthenticationPrincipal Jwt token) {
    String sessionId = token.getClaimAsString("sid");
    if (sessionId == null) {
      throw new ProblemException(CommonError.FORBIDDEN, "only a user who logged in logs out");
    }
    users.logOut(sessionId, Objects.requireNonNull(token.getExpiresAt()));
  }

  private static void requireStrength(String password) {
    int bytes = password.getBytes(StandardCharsets.UTF_8).length;
    if (password.length() < MIN_PASSWORD_LENGTH || bytes > MAX_PASSWORD_BYTES) {
      throw new ProblemException(
              CommonError.INVALID_PARAMETER, "password must have 8 characters to 72 bytes")
          .param("password");
    }
  }
}
