package dev.florin.localstack.cli;

import dev.florin.localstack.stack.Part;
import dev.florin.localstack.stack.Service;
import dev.florin.localstack.stack.Stack;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.Parameters;

/** The name of a part on the command line: as the stack has it, or the service's own. */
final class PartArgument {
  @Parameters(
      paramLabel = "NAME",
      description = "A part, as `florin status` names it, or its service.")
  String name = "";

  Part of(Stack stack) {
    return stack
        .part(name)
        .or(() -> ofService(stack))
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "there is no part named %s; the parts are %s"
                        .formatted(
                            name,
                            stack.parts().stream()
                                .map(Part::name)
                                .collect(Collectors.joining(", ")))));
  }

  private Optional<Part> ofService(Stack stack) {
    return Arrays.stream(Service.values())
        .filter(service -> service.module().equals(name))
        .findFirst()
        .flatMap(service -> stack.part(service.part()));
  }
}
