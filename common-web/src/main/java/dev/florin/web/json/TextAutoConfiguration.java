package dev.florin.web.json;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.context.annotation.Bean;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JacksonModule;
import tools.jackson.databind.KeyDeserializer;
import tools.jackson.databind.deser.jdk.StringDeserializer;
import tools.jackson.databind.module.SimpleModule;

/** Text with the character U+0000 is refused where it comes in: PostgreSQL has none. */
@AutoConfiguration(before = JacksonAutoConfiguration.class)
public final class TextAutoConfiguration {

  @Bean
  JacksonModule textWithoutNul() {
    return new SimpleModule("text without NUL")
        .addDeserializer(String.class, new Text())
        .addKeyDeserializer(String.class, new Key());
  }

  private static String requireNoNul(String text, DeserializationContext context) {
    if (text.indexOf('\0') < 0) {
      return text;
    }
    throw new UnstorableTextException(context.getParser());
  }

  private static final class Text extends StringDeserializer {

    @Override
    public @Nullable String deserialize(JsonParser parser, DeserializationContext context) {
      String text = super.deserialize(parser, context);
      return text == null ? null : requireNoNul(text, context);
    }
  }

  private static final class Key extends KeyDeserializer {

    @Override
    public Object deserializeKey(String key, DeserializationContext context) {
      return requireNoNul(key, context);
    }
  }
}
