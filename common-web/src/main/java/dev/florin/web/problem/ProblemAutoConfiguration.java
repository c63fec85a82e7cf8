package dev.florin.web.problem;

import org.apache.catalina.core.StandardHost;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.tomcat.ConfigurableTomcatWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
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

  /** The server's own pages would be HTML. */
  @Bean
  WebServerFactoryCustomizer<ConfigurableTomcatWebServerFactory> problemsOfTheServer() {
    return server ->
        server.addContextCustomizers(
            context -> {
              if (context.getParent() instanceof StandardHost host) {
                host.setErrorReportValveClass(ProblemErrorReportValve.class.getName());
              }
            });
  }

  @Bean
  @ConditionalOnMissingBean
  ProblemAdvice problemAdvice(Problems problems) {
    return new ProblemAdvice(problems);
  }
}
