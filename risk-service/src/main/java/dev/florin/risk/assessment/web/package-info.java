/** Assessments over HTTP, for the services that move money. */
@NullMarked
package dev.florin.risk.assessment.web;

import org.jspecify.annotations.NullMarked;
