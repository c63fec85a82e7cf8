package dev.florin.apidocs;

import dev.florin.web.problem.CommonError;
import dev.florin.web.problem.ErrorCode;
import java.lang.annotation.Annotation;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.type.filter.AnnotationTypeFilter;
import org.springframework.core.type.filter.AssignableTypeFilter;
import org.springframework.core.type.filter.TypeFilter;
import org.springframework.util.ClassUtils;

/** A service with public operations, as its compiled classes and its sources tell of it. */
enum Service {
  IDENTITY,
  PAYMENT,
  ACCOUNT,
  CHANNEL,
  NOTIFICATION;

  String module() {
    return label() + "-service";
  }

  private String root() {
    return "dev.florin." + label();
  }

  private String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  Path sources() {
    return Path.of("..", module(), "src", "main", "java");
  }

  /** The classes with that annotation, by name. */
  List<Class<?>> annotated(Class<? extends Annotation> annotation) {
    return scan(root(), new AnnotationTypeFilter(annotation)).toList();
  }

  /** What the service can refuse or fail with: its own errors, then every service's. */
  List<ErrorCode> errors() {
    Stream<ErrorCode> own =
        scan("dev.florin", new AssignableTypeFilter(ErrorCode.class))
            .filter(type -> type.getName().startsWith(root()))
            .flatMap(type -> Arrays.stream(type.getEnumConstants()))
            .map(ErrorCode.class::cast);
    return Stream.concat(own, Arrays.stream(CommonError.values())).toList();
  }

  /** The concrete types below a package that the filter takes, by name. */
  static Stream<Class<?>> scan(String root, TypeFilter filter) {
    var scanner = new ClassPathScanningCandidateComponentProvider(false);
    scanner.addIncludeFilter(filter);
    List<Class<?>> found =
        scanner.findCandidateComponents(root).stream()
            .map(BeanDefinition::getBeanClassName)
            .<Class<?>>map(name -> ClassUtils.resolveClassName(String.valueOf(name), null))
            .sorted(Comparator.comparing(Class::getName))
            .toList();
    if (found.isEmpty()) {
      throw new IllegalStateException("nothing of the kind in " + root + ": is it built?");
    }
    return found.stream();
  }
}
