package dev.florin.channel.channel;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
import java.time.Duration;
import org.hibernate.validator.constraints.Range;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How providers are chosen and guarded.
 *
 * @param route the name of the channel that takes new attempts
 * @param answerReserve how much of a request's deadline is kept back to write its result down
 * @param maxConcurrentCalls calls in flight per channel; more are not sent
 * @param failureRateThreshold percentage of calls without answer that opens the breaker
 * @param minimumCalls how many calls are looked at before the breaker may open
 * @param slidingWindow how many of the last calls are looked at
 * @param openFor how long nothing is sent once the breaker is open
 * @param retryPercentage how many retries a hundred instructions may cause, of those that surely
 *     were not sent
 * @param retryBurst how many such retries are saved up at most
 */
@Validated
@ConfigurationProperties("florin.channel")
record ChannelProperties(
    @NotBlank String route,
    @NotNull @DefaultValue("300ms") Duration answerReserve,
    @Positive @DefaultValue("64") int maxConcurrentCalls,
    @Positive @DefaultValue("50") int failureRateThreshold,
    @Positive @DefaultValue("20") int minimumCalls,
    @Positive @DefaultValue("50") int slidingWindow,
    @NotNull @DefaultValue("5s") Duration openFor,
    @Range(min = 0, max = 100) @DefaultValue("20") int retryPercentage,
    @Range(min = 0, max = 1000) @DefaultValue("10") int retryBurst) {}
