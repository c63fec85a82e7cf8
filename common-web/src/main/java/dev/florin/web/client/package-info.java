/** HTTP proxies for other processes: token, deadline, time-outs and what a failed call means. */
@NullMarked
package dev.florin.web.client;

import org.jspecify.annotations.NullMarked;
