package dev.florin.web.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

class ThirdPartyTimeTests {

  @AfterEach
  void forget() {
    RequestContextHolder.resetRequestAttributes();
  }

  @Test
  void theAnswerTellsTheSumAndTheNextHopReadsIt() {
    MockHttpServletResponse response = new MockHttpServletResponse();
    RequestContextHolder.setRequestAttributes(
        new ServletRequestAttributes(new MockHttpServletRequest(), response));

    ThirdPartyTime.add(Duration.ofMillis(120));
    ThirdPartyTime.add(Duration.ofMillis(30));

    assertThat(response.getHeaders("Server-Timing")).containsExactly("third-party;dur=150");
    assertThat(ThirdPartyTime.in(response.getHeaders("Server-Timing")))
        .isEqualTo(Duration.ofMillis(150));
  }

  @Test
  void workThatAnswersNobodyTellsNothing() {
    ThirdPartyTime.add(Duration.ofMillis(120));

    assertThat(RequestContextHolder.getRequestAttributes()).isNull();
  }

  @Test
  void whatIsNoSuchFigureIsNone() {
    assertThat(ThirdPartyTime.in(null)).isEqualTo(Duration.ZERO);
    assertThat(ThirdPartyTime.in(List.of("cache;dur=7", "third-party;dur=-1", "third-party")))
        .isEqualTo(Duration.ZERO);
    assertThat(ThirdPartyTime.in(List.of("cache;dur=7, third-party;dur=12")))
        .isEqualTo(Duration.ofMillis(12));
  }
}
