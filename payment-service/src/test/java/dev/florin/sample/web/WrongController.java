package dev.florin.sample.web;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.web.bind.annotation.RestController;

/** A controller that everybody sees, with an injected field. */
@RestController
public class WrongController {

  @Autowired private String name = "wrong";

  @Override
  public String toString() {
    return name;
  }
}
