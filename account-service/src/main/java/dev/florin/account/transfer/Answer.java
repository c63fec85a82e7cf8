package dev.florin.account.transfer;

/**
 * What a request was answered, to be repeated byte for byte.
 *
 * @param status the HTTP status
 * @param transferId the external name of the transfer that the answer is about
 * @param body the JSON text
 */
public record Answer(int status, String transferId, String body) {}
