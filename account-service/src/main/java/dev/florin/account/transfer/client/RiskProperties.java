package dev.florin.account.transfer.client;

import dev.florin.web.client.ServiceClientProperties;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.validation.annotation.Validated;

/** Where risk-service is, and how long it may take. */
@Validated
@ConfigurationProperties("florin.account.transfer.clients")
record RiskProperties(@NotNull @Valid ServiceClientProperties risk) {}
