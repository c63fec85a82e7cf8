package dev.florin.channel.channel;

/** What a provider says about one of our references. */
public sealed interface Lookup {

  /**
   * It knows the instruction.
   *
   * @param result what became of it; unknown when the provider's answer contradicts our order
   */
  record Found(ChannelResult result) implements Lookup {}

  /** It does not know the instruction (yet). */
  record NotFound() implements Lookup {}

  /** It did not know the instruction, and will never carry it out, whenever it may arrive. */
  record Closed() implements Lookup {}

  /** It did not say. */
  record NoAnswer() implements Lookup {}
}
