/** The operators' view of cases. */
@NullMarked
package dev.florin.payment.reconciliation.web;

import org.jspecify.annotations.NullMarked;
