package dev.florin.benchmarks.payments;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Span.SpanKind;
import org.junit.jupiter.api.Test;

class SpanCostsTests {

  private final SpanCosts costs = new SpanCosts("gateway", "POST /payments");

  @Test
  void theServersTimeLessTheClientsIsTheServicesOwn() {
    costs.take(of("gateway", span("a", SpanKind.SPAN_KIND_CLIENT, "POST", 5_000)));
    costs.take(of("gateway", span("b", SpanKind.SPAN_KIND_SERVER, "POST /payments", 9_000)));
    costs.take(of("gateway", span("a", SpanKind.SPAN_KIND_SERVER, "POST /payments", 6_000)));
    costs.take(of("gateway", span("b", SpanKind.SPAN_KIND_CLIENT, "POST", 7_000)));

    assertThat(costs.count()).isEqualTo(2);
    assertThat(costs.millisAt(50)).isEqualTo(1.0);
    assertThat(costs.millisAt(99)).isEqualTo(2.0);
  }

  @Test
  void otherServicesAndOtherRequestsDoNotCount() {
    costs.take(of("payment", span("a", SpanKind.SPAN_KIND_CLIENT, "POST", 5_000)));
    costs.take(of("payment", span("a", SpanKind.SPAN_KIND_SERVER, "POST /payments", 6_000)));
    costs.take(of("gateway", span("b", SpanKind.SPAN_KIND_SERVER, "GET /payments", 6_000)));
    costs.take(of("gateway", span("b", SpanKind.SPAN_KIND_CLIENT, "GET", 5_000)));

    assertThat(costs.count()).isZero();
  }

  private static ExportTraceServiceRequest of(String service, Span span) {
    return ExportTraceServiceRequest.newBuilder()
        .addResourceSpans(
            ResourceSpans.newBuilder()
                .setResource(
                    Resource.newBuilder()
                        .addAttributes(
                            KeyValue.newBuilder()
                                .setKey("service.name")
                                .setValue(AnyValue.newBuilder().setStringValue(service))))
                .addScopeSpans(ScopeSpans.newBuilder().addSpans(span)))
        .build();
  }

  private static Span span(String trace, SpanKind kind, String name, long micros) {
    return Span.newBuilder()
        .setTraceId(ByteString.copyFromUtf8(trace))
        .setKind(kind)
        .setName(name)
        .setStartTimeUnixNano(1_000_000)
        .setEndTimeUnixNano(1_000_000 + micros * 1_000)
        .build();
  }
}
