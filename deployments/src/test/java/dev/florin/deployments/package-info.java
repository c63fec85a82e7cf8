/** What is deployed, held against what the services read and what is promised about security. */
@NullMarked
package dev.florin.deployments;

import org.jspecify.annotations.NullMarked;
