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
   * How long after a charge was sent the provider's "not found" may still change: until then a
   * request of ours can be on its way.
   */
  Duration finalityWindow();

  /** Asks the provider to take the charge. */
  ChannelResult charge(Charge charge);

  /** Asks the provider what became of the charge, by our reference. */
  Lookup find(Charge charge);
}
