/** The public endpoints of the audit. */
@NullMarked
package dev.florin.account.audit.web;

import org.jspecify.annotations.NullMarked;
