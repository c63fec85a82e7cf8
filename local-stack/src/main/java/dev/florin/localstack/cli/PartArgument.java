package dev.florin.localstack.cli;

import dev.florin.localstack.stack.Part;
import dev.florin.localstack.stack.Stack;
import java.util.stream.Collectors;
import picocli.CommandLine.Parameters;

/** The name of a part on the command line. */
final class PartArgument {
  @Parameters(paramLabel = "NAME", description = "A part, as `florin status` names it.")
  String name = "";

  Part of(Stack stack) {
    return stack
        .part(name)
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
}
