package dev.florin.sample;

import dev.florin.sample.client.WrongClient;
import dev.florin.sample.web.WrongController;
import java.util.Date;

/** Money in floating point, an old date, and a feature that looks into leaves. */
record WrongPayment(double amount, Date at, WrongController controller, WrongClient client) {}
