package dev.florin.localstack.embedded;

/**
 * One database and the role that owns it.
 *
 * @param url the JDBC address, without credentials
 */
public record Database(String url, String username, String password) {}
