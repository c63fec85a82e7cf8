package dev.florin.payment.payment.web;

import dev.florin.payment.payment.ExternalNames;
import dev.florin.payment.payment.Payment;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Schema;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The parameters that {@link FilterReader} reads, for the document of the API. */
@Parameter(
    name = "status",
    in = ParameterIn.QUERY,
    schema = @Schema(implementation = Payment.Status.class))
@Parameter(
    name = "user_id",
    in = ParameterIn.QUERY,
    schema = @Schema(type = "string", pattern = ExternalNames.PATTERN))
@Parameter(
    name = "currency",
    in = ParameterIn.QUERY,
    description = "Required with amount, amount_min and amount_max.",
    schema = @Schema(type = "string", pattern = "[A-Z]{3}"))
@Parameter(
    name = "amount",
    in = ParameterIn.QUERY,
    description = "Exactly; goes without amount_min and amount_max.",
    schema = @Schema(type = "string", pattern = "\\d+(\\.\\d+)?"))
@Parameter(
    name = "amount_min",
    in = ParameterIn.QUERY,
    description = "At least.",
    schema = @Schema(type = "string", pattern = "\\d+(\\.\\d+)?"))
@Parameter(
    name = "amount_max",
    in = ParameterIn.QUERY,
    description = "At most.",
    schema = @Schema(type = "string", pattern = "\\d+(\\.\\d+)?"))
@Parameter(
    name = "created_from",
    in = ParameterIn.QUERY,
    description = "The first moment.",
    schema = @Schema(type = "string", format = "date-time"))
@Parameter(
    name = "created_to",
    in = ParameterIn.QUERY,
    description = "The first moment after.",
    schema = @Schema(type = "string", format = "date-time"))
@Parameter(
    name = "reference",
    in = ParameterIn.QUERY,
    description = "The payment_id, or the channel's transaction_id.",
    schema = @Schema(type = "string", pattern = "[!-~]{1,64}"))
@Parameter(
    name = "trace_id",
    in = ParameterIn.QUERY,
    description = "The trace that began the payment.",
    schema = @Schema(type = "string", pattern = "[0-9a-f]{32}"))
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@interface PaymentFilters {}
