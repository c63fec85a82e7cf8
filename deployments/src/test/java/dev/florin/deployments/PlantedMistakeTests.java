package dev.florin.deployments;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Each rule finds what it is there for. */
class PlantedMistakeTests {
  private static final String POD = "/spec/template/spec";
  private static final String CONTAINER = POD + "/containers/0";

  static Stream<Arguments> mistakes() {
    return Stream.of(
        of("schemas", "Deployment", CONTAINER, it -> it.put("imagePolicy", "x"), "imagePolicy"),
        of("schemas", "Deployment", CONTAINER, it -> it.remove("name"), "name"),
        of(
            "schemas",
            "HorizontalPodAutoscaler",
            "/spec",
            it -> it.put("maxReplicas", "many"),
            "many"),
        of("schemas", "Deployment", "", it -> it.put("kind", "Deploymnet"), "unknown kind"),
        of(
            "pods",
            "Deployment",
            POD,
            it -> it.put("automountServiceAccountToken", true),
            "no token"),
        of(
            "pods",
            "Deployment",
            POD + "/securityContext",
            it -> it.remove("runAsNonRoot"),
            "not root"),
        of(
            "pods",
            "Deployment",
            POD + "/securityContext",
            it -> it.remove("seccompProfile"),
            "seccomp"),
        of("pods", "Deployment", POD, it -> it.put("hostNetwork", true), "no hostNetwork"),
        of(
            "pods",
            "Deployment",
            CONTAINER + "/securityContext",
            it -> it.put("readOnlyRootFilesystem", false),
            "only to read"),
        of(
            "pods",
            "Deployment",
            CONTAINER + "/securityContext",
            it -> it.remove("allowPrivilegeEscalation"),
            "no escalation"),
        of(
            "pods",
            "Deployment",
            CONTAINER + "/securityContext/capabilities",
            it -> it.putArray("add").add("NET_ADMIN"),
            "no capability"),
        of(
            "pods",
            "Deployment",
            CONTAINER + "/resources",
            it -> it.remove("limits"),
            "/limits/memory"),
        of(
            "pods",
            "Deployment",
            CONTAINER + "/livenessProbe/httpGet",
            it -> it.put("port", "http"),
            "live"),
        of("pods", "Deployment", CONTAINER, it -> it.remove("readinessProbe"), "ready"),
        of(
            "pods",
            "Deployment",
            CONTAINER,
            it -> env(it, "FLORIN_CLIENT_SECRET", "x"),
            "no secret as a value"),
        of("scaling", "PodDisruptionBudget", "/spec", it -> it.put("minAvailable", 3), "drained"),
        of(
            "scaling",
            "HorizontalPodAutoscaler",
            "/spec/scaleTargetRef",
            it -> it.put("name", "x"),
            "exists"),
        of(
            "scaling",
            "HorizontalPodAutoscaler",
            "/spec",
            it -> it.put("maxReplicas", 40),
            "max_connections"),
        of("scaling", "Deployment", POD, it -> it.remove("topologySpreadConstraints"), "spread"),
        of(
            "shutdown",
            "Deployment",
            POD,
            it -> it.put("terminationGracePeriodSeconds", 30),
            "killed after"),
        of(
            "shutdown",
            "Deployment",
            CONTAINER + "/lifecycle/preStop/sleep",
            it -> it.put("seconds", 14),
            "ends before Deployment gateway"),
        of(
            "references",
            "Deployment",
            CONTAINER,
            it -> secret(it, "payment-service-client", "secret"),
            "secret"),
        of(
            "references",
            "Deployment",
            POD,
            it -> it.put("serviceAccountName", "default"),
            "account default"),
        of(
            "references",
            "Service",
            "/spec/selector",
            it -> it.put("app.kubernetes.io/name", "x"),
            "leads to"),
        of(
            "environment",
            "Deployment",
            CONTAINER,
            it -> env(it, "FLORIN_PSP_URL", "x"),
            "nobody reads"),
        of("environment", "Deployment", CONTAINER, it -> it.putArray("env"), "is missing"),
        of(
            "network",
            "NetworkPolicy",
            "/spec/podSelector/matchLabels",
            it -> it.put("app.kubernetes.io/name", "payments"),
            "selects no pod"),
        of(
            "network",
            "NetworkPolicy",
            "/spec/ingress/0",
            it -> it.remove("from"),
            "allows everybody"),
        of("network", "NetworkPolicy", "/spec/ingress/0", it -> it.remove("ports"), "every port"),
        of("network", "NetworkPolicy", "/spec", it -> it.putArray("egress"), "is closed"));
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void mistakeIsFound(
      String rule, String kind, String place, Consumer<ObjectNode> mistake, String complaint) {
    Cluster cluster = Cluster.production();

    mistake.accept((ObjectNode) cluster.get(kind, "payment-service").at(place));

    assertThat(OverlayTests.breaches(rule, cluster)).anyMatch(breach -> breach.contains(complaint));
  }

  @ParameterizedTest
  @MethodSource("images")
  void imageWithoutADigestIsFound(String image) {
    Cluster cluster = Cluster.production();

    ((ObjectNode) cluster.get("Deployment", "gateway").at(CONTAINER)).put("image", image);

    assertThat(ImageRules.production(cluster)).singleElement().asString().contains(image);
  }

  static Stream<String> images() {
    return Stream.of(
        "florin/gateway",
        "florin/gateway:latest",
        "florin/gateway:1.0",
        "florin/gateway@sha256:12");
  }

  private static Arguments of(
      String rule, String kind, String place, Consumer<ObjectNode> mistake, String complaint) {
    return Arguments.of(rule, kind, place, mistake, complaint);
  }

  private static void env(ObjectNode container, String name, String value) {
    ((ArrayNode) container.path("env"))
        .add(JsonNodeFactory.instance.objectNode().put("name", name).put("value", value));
  }

  private static void secret(ObjectNode container, String name, String key) {
    ObjectNode variable = JsonNodeFactory.instance.objectNode().put("name", "X");
    variable.putObject("valueFrom").putObject("secretKeyRef").put("name", name).put("key", key);
    ((ArrayNode) container.path("env")).add(variable);
  }
}
