package dev.florin.web.problem;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.context.annotation.Bean;
import tools.jackson.databind.json.JsonMapper;

/** Problem answers for every controller and filter. */
@AutoConfiguration(after = JacksonAutoConfiguration.class)
public final class ProblemAutoConfiguration {

  @Bean
  @ConditionalOnMissingBean
  Problems problems(JsonMapper json) {
    return new Problems(json);
  }

  @Bean
  @ConditionalOnMissingBean
  ProblemAdvice problemAdvice(Problems problems) {
    return new ProblemAdvice(problems);
  }
}
