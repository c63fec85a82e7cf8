/** The read API of notifications: a leaf that nothing else imports. */
@NullMarked
package dev.florin.notification.delivery.web;

import org.jspecify.annotations.NullMarked;
