package dev.florin.risk.signal;

import jakarta.validation.constraints.NotNull;
import java.util.Set;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Who is counted.
 *
 * @param exemptMerchants merchants whose users have no velocity limits
 */
@Validated
@ConfigurationProperties("florin.risk.velocity")
record VelocityProperties(@NotNull @DefaultValue Set<String> exemptMerchants) {}
