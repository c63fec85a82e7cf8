package dev.florin.identity;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

/** Environments that stand before every configuration file, as a process's own does. */
final class Environments {

  private Environments() {}

  static ConfigurableEnvironment of(List<String> defaults, List<String> overrides) {
    Map<String, Object> values = new LinkedHashMap<>();
    for (List<String> properties : List.of(defaults, overrides)) {
      for (String property : properties) {
        int equals = property.indexOf('=');
        values.put(property.substring(0, equals), property.substring(equals + 1));
      }
    }
    StandardEnvironment environment = new StandardEnvironment();
    environment.getPropertySources().addFirst(new MapPropertySource("test", values));
    return environment;
  }
}
