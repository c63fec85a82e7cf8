package dev.florin.gateway.route;

import dev.florin.web.problem.CommonError;
import dev.florin.web.problem.ProblemException;
import dev.florin.web.problem.Problems;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.RequestMapping;

/** Words what the container refuses; a client that asks for the page itself finds nothing. */
@Controller
class EdgeErrors implements ErrorController {

  private final Problems problems;

  EdgeErrors(Problems problems) {
    this.problems = problems;
  }

  @RequestMapping("${server.error.path:/error}")
  void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
    Object status = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
    problems.write(response, problem(status instanceof Integer code ? code : 404));
  }

  private static ProblemException problem(int status) {
    return switch (status) {
      case 404 -> new ProblemException(CommonError.NOT_FOUND, "there is nothing here");
      case 405 ->
          new ProblemException(CommonError.METHOD_NOT_ALLOWED, "this method is not allowed here");
      case 413 -> new ProblemException(CommonError.PAYLOAD_TOO_LARGE, "the body is too large");
      default ->
          status < 500
              ? new ProblemException(CommonError.MALFORMED_REQUEST, "the request is malformed")
              : new ProblemException(
                  CommonError.INTERNAL_ERROR,
                  "something failed here;"
                      + " repeat with the same Idempotency-Key to learn the outcome");
    };
  }
}
