package dev.florin.localstack.cli;

import dev.florin.localstack.ledger.LedgerCheck;
import dev.florin.localstack.ledger.LedgerReport;
import dev.florin.localstack.ledger.ProofCheck;
import dev.florin.localstack.ledger.ProofReport;
import dev.florin.localstack.ledger.SealKeys;
import dev.florin.localstack.ledger.SealTrust;
import dev.florin.localstack.ledger.SealTrust.Head;
import dev.florin.localstack.stack.Stack;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.PublicKey;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code florin verify}. */
@Command(
    name = "verify",
    mixinStandardHelpOptions = true,
    description = {
      "Recompute the whole ledger, or check one proof of a transfer.",
      "Exit code 0: intact; 6: it is not, and what differs is named."
    })
final class VerifyCommand implements Callable<Integer> {
  private static final String KEY_ID = "[0-9a-f]{16}";

  @Option(
      names = "--proof",
      paramLabel = "FILE",
      description = "Check this answer of /api/v1/ledger/proofs, without the stack.")
  @Nullable Path proof;

  @Option(
      names = "--key",
      paramLabel = "FILE|KEYID",
      description = "Trust only this public key: a PEM file, or one of this home's by its id.")
  @Nullable String key;

  @Option(
      names = "--expect-head",
      paramLabel = "HEX",
      description = "A head that must be in the chain; may be repeated.")
  List<String> expectedHeads = List.of();

  @Option(names = "--print-key", description = "Print the public keys that this home trusts.")
  boolean printKey;

  @Option(names = "--json", description = "For programs.")
  boolean json;

  @Spec CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws SQLException {
    Stack stack = Surroundings.ofThisProcess().stack();
    SealTrust trust = stack.secrets().sealTrust();
    if (printKey) {
      trusted(trust).forEach(this::print);
      return ExitCodes.OK;
    }
    return proof == null ? verifyLedger(stack, trust) : verifyProof(proof, trust);
  }

  private int verifyProof(Path file, SealTrust trust) {
    ProofReport report = new ProofCheck(trusted(trust)).check(read(file));
    out().println(json ? VerifyText.json(report) : VerifyText.of(report));
    return report.holds() ? ExitCodes.OK : ExitCodes.NOT_INTACT;
  }

  private int verifyLedger(Stack stack, SealTrust trust) throws SQLException {
    List<PublicKey> keys = trusted(trust);
    Surroundings.requireRunning(stack);
    Surroundings.requireHealthy(stack, "postgres");
    Optional<Head> known = trust.lastHead();
    String address = stack.databases().addresses().get("account");
    if (address == null) {
      throw new IllegalStateException("the ledger has no database");
    }
    PrintWriter err = spec.commandLine().getErr();
    LedgerReport report =
        new LedgerCheck(
                keys,
                known.stream().toList(),
                expectedHeads,
                line -> err.println("florin verify: " + line))
            .run(address);
    out().println(json ? VerifyText.json(report) : VerifyText.of(report));
    if (!report.isIntact()) {
      return ExitCodes.NOT_INTACT;
    }
    if (report.lastBlock() > 0) {
      trust.remember(new Head(report.lastBlock(), report.lastHead()));
    }
    return ExitCodes.OK;
  }

  /** The keys to believe: that of {@code --key}, or all of this home. */
  private List<PublicKey> trusted(SealTrust trust) {
    String chosen = key;
    if (chosen != null && !chosen.matches(KEY_ID)) {
      return List.of(SealKeys.publicKey(read(Path.of(chosen))));
    }
    List<PublicKey> keys =
        trust.keys().stream()
            .filter(known -> chosen == null || SealKeys.id(known).equals(chosen))
            .toList();
    if (keys.isEmpty()) {
      throw new IllegalArgumentException(
          chosen == null
              ? "this home trusts no key yet; it gets one with the first ./florin up, or name one with --key"
              : "this home does not know the key " + chosen);
    }
    return keys;
  }

  private void print(PublicKey trusted) {
    out().print("key %s%n%s".formatted(SealKeys.id(trusted), SealKeys.pem(trusted)));
    out().flush();
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (NoSuchFileException e) {
      throw new IllegalArgumentException("there is no file " + file, e);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }
}
