package dev.florin.notification.wrong;

import dev.florin.notification.wrong.web.WrongDocument;
import java.util.Date;
import org.springframework.beans.factory.annotation.Autowired;

/** Breaks every rule on purpose, to show that the rules bite. */
@SuppressWarnings("JavaUtilDate")
public class Wrong {
  @Autowired WrongDocument injected = new WrongDocument();
  Date date = new Date(0);
  double amount;
}
