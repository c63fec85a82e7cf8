package dev.florin.localstack.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class PortPlanTests {
  @Test
  void theUsualPortsAreThoseOfTheHandbook() {
    PortPlan ports = new PortPlan(PortPlan.DEFAULT_BASE);

    assertThat(ports.of(Service.GATEWAY)).isEqualTo(8080);
    assertThat(ports.managementOf(Service.GATEWAY)).isEqualTo(9080);
    assertThat(ports.of(Service.SANDBOX_PSP)).isEqualTo(8090);
    assertThat(ports.postgres()).isEqualTo(15432);
    assertThat(ports.redis()).isEqualTo(16379);
    assertThat(ports.kafka()).isEqualTo(19092);
    assertThat(ports.zipkin()).isEqualTo(9411);
    assertThat(ports.otlp()).isEqualTo(4318);
  }

  @Test
  void allPortsMoveTogether() {
    PortPlan ports = PortPlan.from(Map.of("FLORIN_PORT_BASE", "18080"), 8080);

    assertThat(ports.of(Service.PAYMENT)).isEqualTo(18082);
    assertThat(ports.postgres()).isEqualTo(25432);
    assertThat(ports.otlp()).isEqualTo(14318);
  }

  @Test
  void aBaseThatIsNoPortIsRefusedByName() {
    assertThatThrownBy(() -> PortPlan.from(Map.of("FLORIN_PORT_BASE", "many"), 8080))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("FLORIN_PORT_BASE");
    assertThatThrownBy(() -> new PortPlan(65000)).hasMessageContaining("FLORIN_PORT_BASE");
  }

  @Test
  void everyPortOfAnAcceptedBaseIsOneThatAnyUserMayTake() {
    assertThat(new PortPlan(4786).otlp()).isEqualTo(1024);
    assertThat(new PortPlan(54522).kafkaController()).isEqualTo(65535);
    assertThatThrownBy(() -> new PortPlan(4785)).hasMessageContaining("between 4786 and 54522");
    assertThatThrownBy(() -> new PortPlan(54523)).hasMessageContaining("between 4786 and 54522");
  }
}
