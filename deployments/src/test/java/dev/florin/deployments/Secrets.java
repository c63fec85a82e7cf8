package dev.florin.deployments;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which Secrets come from outside, by name, and their keys. */
final class Secrets {
  /** A key that stands for all that the store outside has. */
  static final String ANY = "*";

  private static final Pattern MADE =
      Pattern.compile(
          "^secret (\\S+)((?:\\s+\\\\?\\s*[\\w.-]+=\"?[^\"\\n]*\"?)+)", Pattern.MULTILINE);
  private static final Pattern KEY = Pattern.compile("(?:^|\\s)([\\w.-]+)=");

  private Secrets() {}

  /** What the store outside is asked for, or else what the local cluster's script makes. */
  static Map<String, Set<String>> of(List<Manifest> manifests) {
    Map<String, Set<String>> secrets = new HashMap<>();
    manifests.stream()
        .filter(manifest -> manifest.kind().equals("ExternalSecret"))
        .forEach(manifest -> secrets.put(manifest.name(), keys(manifest)));
    return secrets.isEmpty() ? ofScript() : secrets;
  }

  private static Set<String> keys(Manifest external) {
    Set<String> keys = new HashSet<>(external.at("/spec/target/template/data").propertyNames());
    if (keys.isEmpty()) {
      Tree.list(external.tree(), "/spec/data")
          .forEach(entry -> keys.add(Tree.text(entry, "/secretKey")));
    }
    if (!external.at("/spec/dataFrom").isMissingNode()) {
      keys.add(ANY);
    }
    return keys;
  }

  private static Map<String, Set<String>> ofScript() {
    Map<String, Set<String>> secrets = new HashMap<>();
    Matcher made = MADE.matcher(Tree.text(Cluster.folder("overlays/local/secrets.sh")));
    while (made.find()) {
      Set<String> keys = new HashSet<>();
      Matcher key = KEY.matcher(made.group(2));
      while (key.find()) {
        keys.add(key.group(1));
      }
      secrets.put(made.group(1), keys);
    }
    return secrets;
  }
}
