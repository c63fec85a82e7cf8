@NullMarked
package dev.florin.risk.assessment.web;

import org.jspecify.annotations.NullMarked;
