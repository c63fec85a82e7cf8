package dev.florin.apidocs;

import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import dev.florin.web.json.AmountText;
import io.swagger.v3.core.converter.AnnotatedType;
import io.swagger.v3.core.converter.ModelConverter;
import io.swagger.v3.core.converter.ModelConverterContext;
import io.swagger.v3.core.converter.ModelConverters;
import io.swagger.v3.core.converter.ResolvedSchema;
import io.swagger.v3.core.jackson.ModelResolver;
import io.swagger.v3.core.jackson.TypeNameResolver;
import io.swagger.v3.core.util.Json31;
import io.swagger.v3.oas.models.media.JsonSchema;
import io.swagger.v3.oas.models.media.Schema;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.util.ReflectionUtils;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.annotation.JsonDeserialize;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * JSON schemas of wire records. What the types say, swagger-core reads; what this project's ways
 * say is added: names in snake case, null by JSpecify, amounts as decimal strings, descriptions
 * from the sources.
 */
final class Schemas {

  static final String AMOUNT = "^-?\\d+(\\.\\d+)?$";
  static final String REFERENCE = "#/components/schemas/";

  private static final Pattern AMOUNT_NAME =
      Pattern.compile("amount|amount_[a-z]+|balance|balance_after|posted|held|available");

  private static final JsonMapper JSON = new JsonMapper();

  private final SourceDocs docs;
  private final Names names = new Names();
  private final ModelConverters converters = new ModelConverters(true);
  private final Map<String, ObjectNode> schemas = new TreeMap<>();

  /** Those that only requests use: a null in them is the same as nothing. */
  private final Set<String> requests = new LinkedHashSet<>();

  Schemas(SourceDocs docs) {
    this.docs = docs;
    ObjectMapper mapper =
        Json31.mapper().copy().setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE);
    converters.addConverter(new WireResolver(mapper, names));
  }

  /** The schema of a request's body, by reference. */
  ObjectNode ofRequest(Type type) {
    Set<String> before = Set.copyOf(schemas.keySet());
    ObjectNode reference = of(type);
    schemas.keySet().stream().filter(name -> !before.contains(name)).forEach(requests::add);
    return reference;
  }

  /** The schema of a type: a reference if it is a record. */
  ObjectNode of(Type type) {
    ResolvedSchema resolved =
        converters.resolveAsResolvedSchema(new AnnotatedType(type).resolveAsRef(true));
    resolved.referencedSchemas.forEach(
        (name, schema) -> schemas.computeIfAbsent(name, _ -> tree(schema)));
    return tree(resolved.schema);
  }

  /** All schemas that were referred to, by name. */
  Map<String, ObjectNode> all() {
    schemas.forEach(
        (name, schema) -> {
          Class<?> type = names.types.get(name);
          if (type != null && type.isRecord()) {
            complete(schema, type, requests.contains(name));
          }
        });
    return schemas;
  }

  private void complete(ObjectNode schema, Class<?> type, boolean request) {
    describe(schema, docs.ofType(type));
    Set<String> required = new LinkedHashSet<>();
    schema.path("required").forEach(name -> required.add(name.asString()));
    boolean always = type.isAnnotationPresent(JsonInclude.class);
    for (RecordComponent component : type.getRecordComponents()) {
      String name = snakeCase(component.getName());
      if (has(type, component, JsonAnySetter.class)) {
        schema.withObject("properties").remove(name);
        schema.remove("additionalProperties");
      } else if (has(type, component, JsonUnwrapped.class)) {
        required.addAll(completeUnwrapped(schema, component.getType()));
      } else {
        boolean nullable = component.getAnnotatedType().isAnnotationPresent(Nullable.class);
        complete(schema, type, component, name, request);
        if (!request && (always || !nullable)) {
          required.add(name);
        }
        if (!request && always && nullable) {
          allowNull(schema.withObject("properties"), name);
        }
      }
    }
    schema.remove("required");
    if (!required.isEmpty()) {
      ArrayNode list = schema.putArray("required");
      required.forEach(list::add);
    }
  }

  private Set<String> completeUnwrapped(ObjectNode schema, Class<?> type) {
    ObjectNode inner = JSON.createObjectNode();
    inner.set("properties", schema.withObject("properties"));
    complete(inner, type, false);
    Set<String> required = new LinkedHashSet<>();
    inner.path("required").forEach(name -> required.add(name.asString()));
    return required;
  }

  private void complete(
      ObjectNode schema, Class<?> type, RecordComponent component, String name, boolean request) {
    ObjectNode properties = schema.withObject("properties");
    if (!(properties.get(name) instanceof ObjectNode property)) {
      throw new IllegalStateException(type.getName() + " has no property " + name);
    }
    if (has(type, component, JsonRawValue.class)) {
      property.removeAll();
    }
    JsonDeserialize how = annotation(type, component, JsonDeserialize.class);
    if (how != null && how.using() == AmountText.class) {
      property.putArray("type").add("string").add("number");
      property.put("pattern", "^\\d+(\\.\\d+)?$");
    } else if (!request
        && component.getType() == String.class
        && AMOUNT_NAME.matcher(name).matches()) {
      property.put("pattern", AMOUNT);
    }
    if (name.equals("currency")) {
      property.put("pattern", "^[A-Z]{3}$");
    }
    if (property.has("pattern")) {
      property.put("pattern", whole(property.path("pattern").asString()));
    }
    if (!property.has("$ref")) {
      describe(property, docs.ofComponent(type, component.getName()));
    }
  }

  /** A pattern of JSON Schema matches anywhere; ours match the whole text. */
  static String whole(String pattern) {
    return pattern.startsWith("^") ? pattern : "^(?:" + pattern + ")$";
  }

  private static void describe(ObjectNode schema, @Nullable String text) {
    if (text != null && !text.isEmpty() && !schema.has("description")) {
      schema.put("description", text);
    }
  }

  private static void allowNull(ObjectNode properties, String name) {
    ObjectNode property = (ObjectNode) properties.get(name);
    JsonNode type = property.get("type");
    if (property.has("$ref")) {
      ObjectNode either = properties.putObject(name);
      ArrayNode options = either.putArray("anyOf");
      options.add(property);
      options.addObject().put("type", "null");
    } else if (type != null && !type.toString().contains("null")) {
      ArrayNode types = property.putArray("type");
      if (type.isArray()) {
        type.forEach(types::add);
      } else {
        types.add(type);
      }
      types.add("null");
      if (property.get("enum") instanceof ArrayNode values) {
        values.addNull();
      }
    }
  }

  private static <A extends Annotation> boolean has(
      Class<?> type, RecordComponent component, Class<A> annotation) {
    return annotation(type, component, annotation) != null;
  }

  /** A component's annotations go to its field, accessor or parameter, as each allows. */
  private static <A extends Annotation> @Nullable A annotation(
      Class<?> type, RecordComponent component, Class<A> annotation) {
    A onAccessor = component.getAccessor().getAnnotation(annotation);
    if (onAccessor != null) {
      return onAccessor;
    }
    var field = ReflectionUtils.findField(type, component.getName());
    return field == null ? null : field.getAnnotation(annotation);
  }

  static String snakeCase(String name) {
    return new PropertyNamingStrategies.SnakeCaseStrategy().translate(name);
  }

  private static ObjectNode tree(Schema<?> schema) {
    return (ObjectNode) JSON.readTree(Json31.pretty(schema));
  }

  /** The names of schemas, which are those of the records without their role. */
  private static final class Names extends TypeNameResolver {

    private static final Pattern ROLE = Pattern.compile("(?<=.)(Document|Answer)$");

    private final Map<String, Class<?>> types = new TreeMap<>();

    @Override
    public String nameForType(JavaType type, Set<Options> options) {
      String name = name(type);
      Class<?> other = types.putIfAbsent(name, type.getRawClass());
      if (other != null && other != type.getRawClass() && !name.endsWith("Page")) {
        throw new IllegalStateException(
            "%s and %s would both be %s: name one of them by @Schema(name = …)"
                .formatted(other.getName(), type.getRawClass().getName(), name));
      }
      return name;
    }

    private static String name(JavaType type) {
      Class<?> raw = type.getRawClass();
      var named = raw.getAnnotation(io.swagger.v3.oas.annotations.media.Schema.class);
      if (named != null && !named.name().isEmpty()) {
        return named.name();
      }
      if (raw.isRecord()) {
        for (RecordComponent component : raw.getRecordComponents()) {
          if (component.getName().equals("data") && component.getType() == java.util.List.class) {
            JavaType element = elementOf(type, component);
            return name(element) + (raw.getRecordComponents().length > 1 ? "Page" : "List");
          }
        }
      }
      return ROLE.matcher(raw.getSimpleName()).replaceFirst("").replaceFirst("Body$", "Request");
    }

    private static JavaType elementOf(JavaType page, RecordComponent data) {
      return page.containedTypeCount() > 0
          ? page.containedType(0)
          : Json31.mapper().constructType(data.getGenericType()).containedType(0);
    }
  }

  /** Knows enums by what they are called on the wire, and JSON of any shape. */
  private static final class WireResolver extends ModelResolver {

    WireResolver(ObjectMapper mapper, TypeNameResolver names) {
      super(mapper, names);
      openapi31(true);
    }

    @Override
    public Schema<?> resolve(
        AnnotatedType type, ModelConverterContext context, Iterator<ModelConverter> next) {
      JavaType java = _mapper.constructType(type.getType());
      Class<?> raw = java.getRawClass();
      if (raw == Object.class || JsonNode.class.isAssignableFrom(raw)) {
        return new JsonSchema();
      }
      Method wireName = raw.isEnum() ? ReflectionUtils.findMethod(raw, "wireName") : null;
      if (wireName != null) {
        ReflectionUtils.makeAccessible(wireName);
        JsonSchema names = new JsonSchema();
        names.addType("string");
        for (Object constant : raw.getEnumConstants()) {
          names.addEnumItemObject(ReflectionUtils.invokeMethod(wireName, constant));
        }
        return names;
      }
      return super.resolve(type, context, next);
    }
  }
}
