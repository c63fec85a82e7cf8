package dev.florin.sample;

import dev.florin.sample.web.WrongController;
import java.util.Date;

/** Counts money in floating point, tells time by {@link Date} and imports a web package. */
record WrongBalance(double amount, Date at, WrongController controller) {}
