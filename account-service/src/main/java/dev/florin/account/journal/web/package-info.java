/** The journal over HTTP, for the services that explain what happened. */
@NullMarked
package dev.florin.account.journal.web;

import org.jspecify.annotations.NullMarked;
