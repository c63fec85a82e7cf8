package dev.florin.localstack.process;

/**
 * A process that is really the one it is taken for.
 *
 * @param fingerprint of the launch it was started with
 */
public record Running(long pid, String fingerprint) {}
