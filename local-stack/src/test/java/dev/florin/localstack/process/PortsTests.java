package dev.florin.localstack.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class PortsTests {
  @Test
  void aTakenPortIsNamedWithItsHolderAndTheWayOut() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThatThrownBy(() -> Ports.requireFree(taken.getLocalPort(), "gateway"))
          .isInstanceOf(PortInUseException.class)
          .hasMessageContaining("port " + taken.getLocalPort())
          .hasMessageContaining("gateway")
          .hasMessageContaining("process " + ProcessHandle.current().pid())
          .hasMessageContaining("FLORIN_PORT_BASE");
    }
  }

  @Test
  void aPortOnAllAddressesIsTakenAsWell() throws IOException {
    try (ServerSocket taken = new ServerSocket(0)) {
      assertThat(Ports.isFree(taken.getLocalPort())).isFalse();
      assertThat(Ports.accepts(taken.getLocalPort())).isTrue();
    }
  }

  @Test
  void aPortIsFreeAgainWhenItsHolderHasLetGo() throws IOException {
    ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    socket.close();

    Ports.requireFree(socket.getLocalPort(), "gateway");
  }
}
