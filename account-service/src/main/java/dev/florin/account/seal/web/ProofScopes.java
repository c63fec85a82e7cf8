package dev.florin.account.seal.web;

import dev.florin.web.security.AccessRules;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;

/** The scopes that the proofs ask for; the keys are for everybody with a token. */
@Configuration(proxyBeanMethods = false)
class ProofScopes {

  static final String READ = "SCOPE_accounts:read";
  static final String OPS = "SCOPE_ops";

  @Bean
  AccessRules proofAccessRules() {
    return rules ->
        rules
            .requestMatchers(HttpMethod.GET, "/api/v1/ledger/proofs/**")
            .hasAnyAuthority(READ, OPS);
  }
}
