package dev.florin.channel.channel.web;

import dev.florin.channel.channel.Channels;
import io.swagger.v3.oas.annotations.Operation;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
class ChannelsController {

  private final Channels channels;

  ChannelsController(Channels channels) {
    this.channels = channels;
  }

  record ChannelList(List<ChannelState> data, boolean hasMore) {}

  /**
   * One provider.
   *
   * @param state of its circuit breaker: closed (healthy), half_open (on trial) or open (suspended)
   */
  record ChannelState(String name, String state) {}

  @GetMapping("/api/v1/channels")
  @Operation(
      operationId = "listChannels",
      summary = "List channels and the state of their circuit breakers")
  ChannelList list() {
    return new ChannelList(
        channels.all().stream().map(c -> new ChannelState(c.name(), c.state())).toList(), false);
  }
}
