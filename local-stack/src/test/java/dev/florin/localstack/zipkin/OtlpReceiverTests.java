package dev.florin.localstack.zipkin;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OtlpReceiverTests {
  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";

  private final List<Map<String, Object>> received = new CopyOnWriteArrayList<>();
  private OtlpReceiver receiver;

  @BeforeEach
  void start() throws IOException {
    receiver = OtlpReceiver.start(0, request -> received.addAll(ZipkinSpans.of(request)));
  }

  @AfterEach
  void stop() {
    receiver.close();
  }

  @Test
  void aSpanKeepsItsPlaceItsTimesAndItsAttributes() throws Exception {
    assertThat(post("/v1/traces", request(span()).toByteArray(), "identity")).isEqualTo(200);

    assertThat(received).hasSize(1);
    assertThat(received.getFirst())
        .containsEntry("traceId", TRACE)
        .containsEntry("id", "00f067aa0ba902b7")
        .containsEntry("parentId", "53995c3f42cd8ad8")
        .containsEntry("name", "payment.process")
        .containsEntry("kind", "CLIENT")
        .containsEntry("timestamp", 1_000L)
        .containsEntry("duration", 2_500L)
        .containsEntry("localEndpoint", Map.of("serviceName", "payment-service"))
        .containsEntry("remoteEndpoint", Map.of("serviceName", "postgresql"))
        .containsEntry(
            "annotations",
            List.of(Map.of("timestamp", 2_000L, "value", "transaction.begin {rows=2}")));
    assertThat(received.getFirst().get("tags"))
        .isEqualTo(
            Map.of(
                "db.system.name", "postgresql",
                "otel.links", TRACE + "-53995c3f42cd8ad8",
                "otel.status_code", "ERROR",
                "error", "refused"));
  }

  @Test
  void aCompressedBodyIsUnderstood() throws Exception {
    ByteArrayOutputStream compressed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
      gzip.write(request(span()).toByteArray());
    }

    assertThat(post("/v1/traces", compressed.toByteArray(), "gzip")).isEqualTo(200);
    assertThat(received).hasSize(1);
  }

  @Test
  void aSpanWithoutAnEndHasAtLeastAMicrosecond() throws Exception {
    Span unfinished = span().toBuilder().setEndTimeUnixNano(1_000_000).build();

    post("/v1/traces", request(unfinished).toByteArray(), "identity");

    assertThat(received.getFirst()).containsEntry("duration", 1L);
  }

  @Test
  void logsAndMetricsAreAcceptedAndDropped() throws Exception {
    assertThat(post("/v1/logs", new byte[] {1}, "identity")).isEqualTo(200);
    assertThat(post("/v1/metrics", new byte[] {1}, "identity")).isEqualTo(200);
    assertThat(received).isEmpty();
  }

  @Test
  void whatIsNotProtobufIsRefused() throws Exception {
    assertThat(post("/v1/traces", new byte[] {123, 125}, "identity")).isEqualTo(400);
  }

  private int post(String path, byte[] body, String encoding) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + receiver.port() + path))
            .header("Content-Type", "application/x-protobuf")
            .header("Content-Encoding", encoding)
            .POST(HttpRequest.BodyPublishers.ofByteArray(body))
            .build();
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    }
  }

  private static ExportTraceServiceRequest request(Span span) {
    return ExportTraceServiceRequest.newBuilder()
        .addResourceSpans(
            ResourceSpans.newBuilder()
                .setResource(
                    Resource.newBuilder().addAttributes(text("service.name", "payment-service")))
                .addScopeSpans(ScopeSpans.newBuilder().addSpans(span)))
        .build();
  }

  private static Span span() {
    return Span.newBuilder()
        .setTraceId(id(TRACE))
        .setSpanId(id("00f067aa0ba902b7"))
        .setParentSpanId(id("53995c3f42cd8ad8"))
        .setName("payment.process")
        .setKind(Span.SpanKind.SPAN_KIND_CLIENT)
        .setStartTimeUnixNano(1_000_000)
        .setEndTimeUnixNano(3_500_000)
        .addAttributes(text("db.system.name", "postgresql"))
        .addLinks(Span.Link.newBuilder().setTraceId(id(TRACE)).setSpanId(id("53995c3f42cd8ad8")))
        .addEvents(
            Span.Event.newBuilder()
                .setName("transaction.begin")
                .setTimeUnixNano(2_000_000)
                .addAttributes(
                    KeyValue.newBuilder()
                        .setKey("rows")
                        .setValue(AnyValue.newBuilder().setIntValue(2))))
        .setStatus(
            Status.newBuilder().setCode(Status.StatusCode.STATUS_CODE_ERROR).setMessage("refused"))
        .build();
  }

  private static KeyValue text(String key, String value) {
    return KeyValue.newBuilder()
        .setKey(key)
        .setValue(AnyValue.newBuilder().setStringValue(value))
        .build();
  }

  private static ByteString id(String hex) {
    return ByteString.copyFrom(HexFormat.of().parseHex(hex));
  }
}
