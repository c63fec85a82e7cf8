package dev.florin.account.integrity;

import java.math.BigDecimal;

/**
 * What stands on an account of the platform's own, or on all wallets together, in minor units.
 *
 * @param account the system account's code, or {@code wallets}
 * @param held what is reserved out of what is posted
 */
record Standing(String currency, String account, BigDecimal posted, BigDecimal held) {}
