package dev.florin.channel.channel;

import java.time.Duration;

/**
 * One provider. An adapter translates; it neither retries nor remembers. It is called outside any
 * transaction, and whatever it throws counts as an unknown outcome.
 */
public interface Channel {

  /** The name in rows, metrics and answers. */
  String name();

  /**
   * How long after an instruction was sent the provider's "not found" may still change: until then
   * a request of ours can be on its way.
   */
  Duration finalityWindow();

  /** For how long the provider has asked not to be called; zero or less if it has not. */
  Duration rest();

  /** Asks the provider to carry the instruction out. */
  ChannelResult carryOut(Instruction instruction);

  /** Asks the provider what became of the instruction, by our reference. */
  Lookup find(Instruction instruction);

  /**
   * Has the provider refuse our reference for good, unless it has the instruction by now. Only this
   * makes a "not found" final: a request that was held up on its way is turned away when it
   * arrives.
   */
  Lookup close(Instruction instruction);
}
