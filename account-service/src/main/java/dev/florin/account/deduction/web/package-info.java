/** The internal endpoints of deductions and reversals. */
@NullMarked
package dev.florin.account.deduction.web;

import org.jspecify.annotations.NullMarked;
