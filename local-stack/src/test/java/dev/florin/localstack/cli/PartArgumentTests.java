package dev.florin.localstack.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.florin.localstack.stack.FlorinHome;
import dev.florin.localstack.stack.PortPlan;
import dev.florin.localstack.stack.Stack;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PartArgumentTests {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "payment,payment",
    "payment-service,payment",
    "identity-service,identity",
    "gateway,gateway",
    "sandbox-psp,sandbox-psp",
    "postgres,postgres"
  })
  void aPartIsKnownByItsNameAndByItsServices(String argument, String part) {
    assertThat(part(argument)).isEqualTo(part);
  }

  @ParameterizedTest
  @ValueSource(strings = {"order", "order-service", "payment-service-service", "-service", ""})
  void anUnknownNameIsAnsweredWithTheKnownOnes(String argument) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> part(argument))
        .withMessageContaining("no part named " + argument)
        .withMessageContaining("payment");
  }

  private String part(String name) {
    PartArgument argument = new PartArgument();
    argument.name = name;
    return argument.of(new Stack(new FlorinHome(folder), new PortPlan(8080), Path.of(".."))).name();
  }
}
