package dev.florin.channel;

import dev.florin.web.security.AccessRules;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;

/** Who may call what. */
@Configuration(proxyBeanMethods = false)
class ChannelAccess {

  @Bean
  AccessRules accessRules() {
    return rules -> {
      rules.requestMatchers("/api/v1/channels").hasAuthority("SCOPE_channels:admin");
      // Providers have no token of ours: they sign what they send.
      rules.requestMatchers(HttpMethod.POST, "/callbacks/*").permitAll();
    };
  }
}
