package dev.florin.sample.web;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.web.bind.annotation.RestController;

/** Public, and injected into a field. */
@RestController
public class WrongController {

  @Autowired private String name = "wrong";

  /** Gives the field a reader. */
  public String name() {
    return name;
  }
}
