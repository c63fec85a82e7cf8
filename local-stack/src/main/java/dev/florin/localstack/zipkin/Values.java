package dev.florin.localstack.zipkin;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** OpenTelemetry's values as the texts and numbers that Zipkin understands. */
final class Values {
  private static final HexFormat HEX = HexFormat.of();

  private Values() {}

  static Map<String, String> texts(List<KeyValue> attributes) {
    Map<String, String> texts = new LinkedHashMap<>();
    attributes.forEach(attribute -> texts.put(attribute.getKey(), text(attribute.getValue())));
    return texts;
  }

  static String hex(ByteString id) {
    return HEX.formatHex(id.toByteArray());
  }

  static long micros(long nanos) {
    return TimeUnit.NANOSECONDS.toMicros(nanos);
  }

  private static String text(AnyValue value) {
    return switch (value.getValueCase()) {
      case STRING_VALUE -> value.getStringValue();
      case BOOL_VALUE -> Boolean.toString(value.getBoolValue());
      case INT_VALUE -> Long.toString(value.getIntValue());
      case DOUBLE_VALUE -> Double.toString(value.getDoubleValue());
      case BYTES_VALUE -> hex(value.getBytesValue());
      case ARRAY_VALUE ->
          value.getArrayValue().getValuesList().stream()
              .map(Values::text)
              .collect(Collectors.joining(","));
      case KVLIST_VALUE -> texts(value.getKvlistValue().getValuesList()).toString();
      default -> "";
    };
  }
}
