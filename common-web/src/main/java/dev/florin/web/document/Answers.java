package dev.florin.web.document;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * What a public operation answers beyond what its signature tells. The documents of the API are
 * made of it; nothing reads it while a service runs.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Answers {

  /** The statuses of success. */
  int[] status() default 200;

  /** The bodies of success, where the method's type does not tell; one of them is answered. */
  Class<?>[] body() default {};

  /**
   * The codes of the service's catalogue that this operation answers with. Those that follow from
   * its token, parameters, body, key or database are known anyway.
   */
  String[] errors() default {};
}
