package dev.florin.apidocs;

import dev.florin.web.document.Answers;
import dev.florin.web.problem.CommonError;
import dev.florin.web.problem.ErrorCode;
import io.swagger.v3.oas.annotations.Hidden;
import io.swagger.v3.oas.annotations.Operation;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.util.StringUtils;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.bind.annotation.ValueConstants;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The public operations of one service, read from its controllers, and the schemas they need. */
final class ServiceDocument {

  private static final String PUBLIC = "/api/";
  private static final String JSON_TYPE = "application/json";
  private static final String PROBLEM_TYPE = "application/problem+json";
  private static final JsonMapper JSON = new JsonMapper();

  private final Service service;
  private final Scopes scopes;
  private final SourceDocs docs;
  private final Schemas schemas;
  private final Examples examples;
  private final Map<String, ErrorCode> errors;
  private final SortedMap<String, ObjectNode> paths = new TreeMap<>();

  /** Answers that many operations have, by the code that they are about. */
  private final SortedMap<String, ObjectNode> common = new TreeMap<>();

  private ServiceDocument(Service service, Scopes scopes, SourceDocs docs, Examples examples) {
    this.service = service;
    this.scopes = scopes;
    this.docs = docs;
    this.schemas = new Schemas(docs);
    this.examples = examples;
    this.errors =
        service.errors().stream()
            .collect(Collectors.toMap(ErrorCode::code, Function.identity(), (own, _) -> own));
  }

  /** The document: the frame that all have, and in it this service's paths and schemas. */
  static ObjectNode of(Service service, SourceDocs docs, Examples examples, Frame frame) {
    try (Scopes scopes = new Scopes(service)) {
      ServiceDocument document = new ServiceDocument(service, scopes, docs, examples);
      for (Class<?> controller : service.annotated(RestController.class)) {
        for (Method method : controller.getDeclaredMethods()) {
          document.add(controller, method);
        }
      }
      return frame.around(service, document.paths, document.common, document.schemas.all());
    }
  }

  private void add(Class<?> controller, Method method) {
    RequestMapping mapping =
        AnnotatedElementUtils.findMergedAnnotation(method, RequestMapping.class);
    if (mapping == null || method.isAnnotationPresent(Hidden.class)) {
      return;
    }
    RequestMapping root =
        AnnotatedElementUtils.findMergedAnnotation(controller, RequestMapping.class);
    String path = first(root == null ? new String[0] : root.path()) + first(mapping.path());
    if (!path.startsWith(PUBLIC)) {
      return;
    }
    Operation operation = method.getAnnotation(Operation.class);
    if (operation == null || operation.operationId().isEmpty() || operation.summary().isEmpty()) {
      throw new IllegalStateException(
          method + " is public: say what it is by @Operation(operationId = …, summary = …)");
    }
    for (RequestMethod verb : mapping.method()) {
      String name = verb.name().toLowerCase(Locale.ROOT);
      ObjectNode at = paths.computeIfAbsent(snakeCase(path), _ -> JSON.createObjectNode());
      if (at.has(name)) {
        throw new IllegalStateException(method + ": " + verb + " " + path + " is documented twice");
      }
      at.set(name, operation(verb.name(), path, mapping, method, operation));
    }
  }

  private ObjectNode operation(
      String verb, String path, RequestMapping mapping, Method method, Operation described) {
    ObjectNode operation = JSON.createObjectNode();
    operation.putArray("tags").add(Frame.tagOf(path));
    operation.put("operationId", described.operationId());
    operation.put("summary", described.summary());
    boolean open = scopes.isOpen(verb, path);
    List<String> needed = open ? List.of() : scopes.of(verb, path);
    operation.put("description", description(described, open, needed));
    secure(operation, open, needed);
    List<ObjectNode> parameters = parameters(method);
    if (!parameters.isEmpty()) {
      operation.putArray("parameters").addAll(parameters);
    }
    Parameter body = body(method);
    if (body != null) {
      ObjectNode request = operation.putObject("requestBody");
      request.put("required", body.getAnnotation(RequestBody.class).required());
      request
          .putObject("content")
          .putObject(JSON_TYPE)
          .set("schema", schemas.ofRequest(body.getParameterizedType()));
    }
    operation.set("responses", responses(verb, path, mapping, method, open));
    examples.addTo(described.operationId(), operation);
    return operation;
  }

  private static String description(Operation operation, boolean open, List<String> scopes) {
    String access =
        open
            ? "Needs no token."
            : scopes.isEmpty()
                ? "Needs any valid token."
                : "Needs the scope "
                    + scopes.stream().map(it -> "`" + it + "`").collect(Collectors.joining(" or "))
                    + ".";
    return operation.description().isEmpty() ? access : operation.description() + "\n\n" + access;
  }

  private static void secure(ObjectNode operation, boolean open, List<String> scopes) {
    ArrayNode security = operation.putArray("security");
    if (!open) {
      for (List<String> each : scopes.isEmpty() ? List.of(List.<String>of()) : singles(scopes)) {
        for (String scheme : List.of("clientCredentials", "bearer")) {
          ArrayNode names = security.addObject().putArray(scheme);
          each.forEach(names::add);
        }
      }
    }
  }

  private static List<List<String>> singles(List<String> scopes) {
    return scopes.stream().map(List::of).toList();
  }

  private List<ObjectNode> parameters(Method method) {
    List<ObjectNode> found = new ArrayList<>();
    for (Parameter parameter : method.getParameters()) {
      PathVariable inPath = parameter.getAnnotation(PathVariable.class);
      RequestParam inQuery =
          AnnotatedElementUtils.findMergedAnnotation(parameter, RequestParam.class);
      if (inPath != null) {
        found.add(parameter("path", name(inPath.value(), parameter), true, schema(parameter)));
      } else if (inQuery != null && parameter.getType() != Map.class) {
        boolean optional = !inQuery.defaultValue().equals(ValueConstants.DEFAULT_NONE);
        ObjectNode schema = schema(parameter);
        String name = name(inQuery.name(), parameter);
        if (optional) {
          schema.put("default", Integer.parseInt(inQuery.defaultValue()));
        }
        if (name.equals("limit")) {
          schema.put("minimum", 1).put("maximum", 100);
        }
        found.add(parameter("query", name, inQuery.required() && !optional, schema));
      } else if (takesKey(parameter)) {
        found.add(JSON.createObjectNode().put("$ref", "#/components/parameters/IdempotencyKey"));
      }
    }
    AnnotatedElementUtils.findMergedRepeatableAnnotations(
            method, io.swagger.v3.oas.annotations.Parameter.class)
        .forEach(each -> found.add(described(each)));
    return found;
  }

  private ObjectNode described(io.swagger.v3.oas.annotations.Parameter parameter) {
    ObjectNode schema;
    if (parameter.schema().implementation() != Void.class) {
      schema = schemas.of(parameter.schema().implementation());
    } else {
      schema = JSON.createObjectNode().put("type", parameter.schema().type());
      if (!parameter.schema().format().isEmpty()) {
        schema.put("format", parameter.schema().format());
      }
      if (!parameter.schema().pattern().isEmpty()) {
        schema.put("pattern", Schemas.whole(parameter.schema().pattern()));
      }
    }
    ObjectNode made =
        parameter(parameter.in().toString(), parameter.name(), parameter.required(), schema);
    if (!parameter.description().isEmpty()) {
      made.put("description", parameter.description());
    }
    return made;
  }

  private static ObjectNode parameter(String in, String name, boolean required, ObjectNode schema) {
    ObjectNode parameter = JSON.createObjectNode().put("name", name).put("in", in);
    String text = Frame.PARAMETERS.get(name);
    if (text != null) {
      parameter.put("description", text);
    }
    parameter.put("required", required);
    parameter.set("schema", schema);
    return parameter;
  }

  private ObjectNode schema(Parameter parameter) {
    ObjectNode schema = schemas.of(parameter.getParameterizedType());
    Min min = parameter.getAnnotation(Min.class);
    if (min != null) {
      schema.put("minimum", min.value());
    }
    Max max = parameter.getAnnotation(Max.class);
    if (max != null) {
      schema.put("maximum", max.value());
    }
    Pattern pattern = parameter.getAnnotation(Pattern.class);
    if (pattern != null) {
      schema.put("pattern", Schemas.whole(pattern.regexp()));
    }
    Size size = parameter.getAnnotation(Size.class);
    if (size != null) {
      schema.put("maxLength", size.max());
    }
    return schema;
  }

  private ObjectNode responses(
      String verb, String path, RequestMapping mapping, Method method, boolean open) {
    ObjectNode responses = JSON.createObjectNode();
    Answers answers = method.getAnnotation(Answers.class);
    String type = mapping.produces().length > 0 ? mapping.produces()[0] : JSON_TYPE;
    for (int status : answers == null ? new int[] {200} : answers.status()) {
      ObjectNode response = responses.putObject(Integer.toString(status));
      response.put("description", Frame.SUCCESS.get(status));
      ObjectNode headers = Frame.headers(response);
      if (verb.equals("POST") && status != HttpStatus.OK.value() && takesKey(method)) {
        Frame.header(headers, "Location");
      }
      if (takesKey(method)) {
        Frame.header(headers, "Idempotent-Replayed");
      }
      if (status != HttpStatus.NO_CONTENT.value()) {
        response.putObject("content").putObject(type).set("schema", success(method, answers));
      }
    }
    SortedMap<Integer, Set<ErrorCode>> refusals = new TreeMap<>();
    refusals(path, method, answers, open)
        .forEach(
            error ->
                refusals
                    .computeIfAbsent(error.status().value(), _ -> new TreeSet<>(BY_CODE))
                    .add(error));
    String operationId = method.getAnnotation(Operation.class).operationId();
    refusals.forEach(
        (status, codes) -> {
          ObjectNode refusal = refusal(status, codes);
          if (codes.stream().allMatch(ServiceDocument::isCommon)
              && !examples.show(operationId, status)) {
            String name =
                codes.stream()
                    .map(code -> camelCase(code.code()))
                    .collect(Collectors.joining("Or"));
            common.put(name, refusal);
            refusal = JSON.createObjectNode().put("$ref", "#/components/responses/" + name);
          }
          responses.set(Integer.toString(status), refusal);
        });
    return responses;
  }

  private static final java.util.Comparator<ErrorCode> BY_CODE =
      java.util.Comparator.comparing(ErrorCode::code);

  private ObjectNode success(Method method, @Nullable Answers answers) {
    Class<?>[] bodies = answers == null ? new Class<?>[0] : answers.body();
    return switch (bodies.length) {
      case 0 -> schemas.of(entity(method.getGenericReturnType()));
      case 1 -> schemas.of(bodies[0]);
      default -> {
        ObjectNode either = JSON.createObjectNode();
        ArrayNode options = either.putArray("oneOf");
        Arrays.stream(bodies).forEach(body -> options.add(schemas.of(body)));
        yield either;
      }
    };
  }

  private static Type entity(Type type) {
    return type instanceof ParameterizedType generic && generic.getRawType() == ResponseEntity.class
        ? generic.getActualTypeArguments()[0]
        : type;
  }

  /** What follows from how the operation is asked for, and what it says of itself. */
  private Stream<ErrorCode> refusals(
      String path, Method method, @Nullable Answers answers, boolean open) {
    List<String> codes =
        new ArrayList<>(
            List.of(
                "malformed_request",
                "not_acceptable",
                "rate_limited",
                "overloaded",
                "internal_error",
                "no_answer",
                "service_unavailable",
                "deadline_exceeded"));
    if (!open) {
      codes.addAll(List.of("unauthenticated", "forbidden"));
    }
    if (path.contains("{")) {
      codes.add("not_found");
    }
    if (!parameters(method).isEmpty() || body(method) != null) {
      codes.add("invalid_parameter");
    }
    if (body(method) != null) {
      codes.addAll(List.of("payload_too_large", "unsupported_media_type"));
    }
    if (takesKey(method)) {
      codes.addAll(
          List.of(
              "idempotency_key_required",
              "idempotency_key_invalid",
              "idempotency_key_reused",
              "card_number_refused",
              "invalid_amount",
              "unknown_currency"));
      if (Arrays.stream(method.getAnnotation(Answers.class).status()).anyMatch(it -> it == 202)) {
        codes.add("idempotency_in_progress");
      }
    }
    if (errors.containsKey("database_unavailable")) {
      codes.add("database_unavailable");
    }
    if (answers != null) {
      codes.addAll(List.of(answers.errors()));
    }
    return codes.stream().distinct().map(code -> error(code, method));
  }

  private static boolean isCommon(ErrorCode error) {
    return error instanceof CommonError || Catalogue.ofGateway(error.code()) != null;
  }

  private static String camelCase(String code) {
    return Arrays.stream(code.split("_", -1))
        .map(StringUtils::capitalize)
        .collect(Collectors.joining());
  }

  private ErrorCode error(String code, Method method) {
    ErrorCode error = errors.get(code);
    if (error == null) {
      error = Catalogue.ofGateway(code);
    }
    if (error == null) {
      throw new IllegalStateException(
          "%s names %s, which %s does not have".formatted(method, code, service.module()));
    }
    return error;
  }

  private ObjectNode refusal(int status, Set<ErrorCode> codes) {
    ObjectNode response = JSON.createObjectNode();
    response.put("description", codes.stream().map(this::line).collect(Collectors.joining("\n")));
    ObjectNode headers = Frame.headers(response);
    if (status == HttpStatus.UNAUTHORIZED.value() || status == HttpStatus.FORBIDDEN.value()) {
      Frame.header(headers, "WWW-Authenticate");
    }
    if (codes.stream().anyMatch(Frame::asksForAPause)) {
      Frame.header(headers, "Retry-After");
    }
    response
        .putObject("content")
        .putObject(PROBLEM_TYPE)
        .putObject("schema")
        .put("$ref", Schemas.REFERENCE + "Problem");
    ArrayNode names = response.putArray("x-problem-codes");
    codes.forEach(code -> names.add(code.code()));
    return response;
  }

  private String line(ErrorCode error) {
    return "- `%s`: %s".formatted(error.code(), Catalogue.meaning(docs, error));
  }

  private static @Nullable Parameter body(Method method) {
    return Stream.of(method.getParameters())
        .filter(it -> it.isAnnotationPresent(RequestBody.class))
        .findFirst()
        .orElse(null);
  }

  /** Whoever reads all headers looks for the key. */
  private static boolean takesKey(Method method) {
    return Stream.of(method.getParameters()).anyMatch(ServiceDocument::takesKey);
  }

  private static boolean takesKey(Parameter parameter) {
    return parameter.isAnnotationPresent(RequestHeader.class)
        && parameter.getType() == HttpHeaders.class;
  }

  private static String name(String given, Parameter parameter) {
    return given.isEmpty() ? Schemas.snakeCase(parameter.getName()) : given;
  }

  private static String first(String[] paths) {
    return paths.length == 0 ? "" : paths[0];
  }

  /** The names in a path as clients spell names. */
  private static String snakeCase(String path) {
    return java.util.regex.Pattern.compile("\\{(\\w+)}")
        .matcher(path)
        .replaceAll(found -> "{" + Schemas.snakeCase(found.group(1)) + "}");
  }
}
