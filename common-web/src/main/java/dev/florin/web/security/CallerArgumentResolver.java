package dev.florin.web.security;

import dev.florin.web.security.Caller.Kind;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;

/** Hands a controller its {@link Caller}. */
final class CallerArgumentResolver implements HandlerMethodArgumentResolver {

  @Override
  public boolean supportsParameter(MethodParameter parameter) {
    return parameter.getParameterType() == Caller.class;
  }

  @Override
  public Caller resolveArgument(
      MethodParameter parameter,
      @Nullable ModelAndViewContainer container,
      NativeWebRequest request,
      @Nullable WebDataBinderFactory binderFactory) {
    if (!(SecurityContextHolder.getContext().getAuthentication()
        instanceof JwtAuthenticationToken authentication)) {
      throw new IllegalStateException("a Caller is asked for where no token is required");
    }
    return toCaller(authentication);
  }

  static Caller toCaller(JwtAuthenticationToken authentication) {
    Jwt token = authentication.getToken();
    String merchantId = token.getClaimAsString("merchant_id");
    return new Caller(kind(token, merchantId), merchantId, authentication.getName());
  }

  /** Only a log-in has a session id, so a user cannot pass for a merchant of the same name. */
  private static Kind kind(Jwt token, @Nullable String merchantId) {
    if (merchantId == null) {
      return Kind.SERVICE;
    }
    return token.hasClaim("sid") ? Kind.USER : Kind.MERCHANT;
  }
}
